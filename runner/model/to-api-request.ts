import type Anthropic from "@anthropic-ai/sdk";
import type { TurnBlock } from "#agents-schema/journal.ts";
import type { Message, ToolDeclaration } from "../ports.ts";

type Param = Anthropic.Messages.ContentBlockParam;

const cached = { cache_control: { type: "ephemeral" } } as const;

/**
 * Our conversation in the words of the Messages API. Three places are marked for its cache: the tools,
 * the system prompt, and the end of the conversation so far. Only ever appended to, so that each turn
 * reads from the cache what the turn before wrote, and signed thinking stays valid.
 */
export function toApiRequest(request: {
  model: string;
  system: string;
  messages: readonly Message[];
  tools: readonly ToolDeclaration[];
  maxTokens: number;
}): Anthropic.Messages.MessageCreateParamsStreaming {
  const messages = request.messages.map(toParam);
  const last = messages.at(-1)?.content.at(-1);
  if (last !== undefined && "type" in last && mayBeCached(last)) Object.assign(last, cached);

  return {
    model: request.model,
    max_tokens: request.maxTokens,
    stream: true,
    system: [{ type: "text", text: request.system, ...cached }],
    tools: request.tools.map(({ name, description, inputSchema }, index) => ({
      name,
      description,
      input_schema: inputSchema as Anthropic.Messages.Tool.InputSchema,
      ...(index === request.tools.length - 1 ? cached : {}),
    })),
    messages,
  };
}

function mayBeCached(block: Param): boolean {
  return block.type === "text" || block.type === "tool_result";
}

function toParam(message: Message): { role: "user" | "assistant"; content: Param[] } {
  switch (message.kind) {
    case "user":
      return { role: "user", content: [{ type: "text", text: message.text }] };
    case "assistant": {
      const content = message.blocks.flatMap(toBlock);
      // The API refuses an empty message; an answer may have been cut off before it said anything.
      if (content.length === 0) content.push({ type: "text", text: "(nothing)" });
      return { role: "assistant", content };
    }
    case "tool_results":
      return {
        role: "user",
        content: [
          ...message.results.map(({ callId, text, isError }) => ({
            type: "tool_result" as const,
            tool_use_id: callId,
            content: text === "" ? "(nothing)" : text,
            is_error: isError,
          })),
          ...message.notices.map((text) => ({ type: "text" as const, text })),
        ],
      };
  }
}

function toBlock(block: TurnBlock): Param[] {
  switch (block.kind) {
    case "text":
      return block.text.trim() === "" ? [] : [{ type: "text", text: block.text }];
    case "tool_call":
      return [{ type: "tool_use", id: block.id, name: block.tool, input: block.input }];
    case "sealed":
      return isThinking(block.data) ? [block.data] : [];
  }
}

/** Sealed blocks of another vendor mean nothing here. */
function isThinking(data: unknown): data is Anthropic.Messages.ThinkingBlockParam {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  return data.type === "thinking" || data.type === "redacted_thinking";
}
