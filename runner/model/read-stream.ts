import type Anthropic from "@anthropic-ai/sdk";
import type { TurnBlock } from "#agents-schema/journal.ts";
import type { Usage } from "./usage-cost.ts";

/** What a stream has said so far. It is a whole answer only when `stop` is set and `finished`. */
export interface Answer {
  model: string | undefined;
  blocks: TurnBlock[];
  stop: Anthropic.Messages.StopReason | undefined;
  /** A tool call whose input stopped in the middle. It is not among the blocks. */
  brokenCall: boolean;
  usage: Usage;
  finished: boolean;
}

/** An answer of which nothing has come yet. */
export function noAnswer(): Answer {
  return {
    model: undefined,
    blocks: [],
    stop: undefined,
    brokenCall: false,
    usage: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
    finished: false,
  };
}

type Part = { block: Anthropic.Messages.ContentBlock; fragments: string[]; signature: string };

/**
 * Reads a stream into `answer`, which holds what was used even when the stream breaks. Fragments are
 * joined and a tool's input is parsed once, at the end of its block: parsing at each fragment is
 * quadratic. Calls `onEvent` at each event.
 */
export async function readStream(
  stream: AsyncIterable<Anthropic.Messages.RawMessageStreamEvent>,
  answer: Answer,
  onEvent: () => void,
): Promise<void> {
  const parts = new Map<number, Part>();
  for await (const event of stream) {
    onEvent();
    switch (event.type) {
      case "message_start":
        answer.model = event.message.model;
        countUsage(answer.usage, event.message.usage);
        break;
      case "content_block_start":
        parts.set(event.index, { block: event.content_block, fragments: [], signature: "" });
        break;
      case "content_block_delta":
        addDelta(parts.get(event.index), event.delta);
        break;
      case "content_block_stop": {
        const part = parts.get(event.index);
        if (part !== undefined) finish(part, answer);
        parts.delete(event.index);
        break;
      }
      case "message_delta":
        answer.stop = event.delta.stop_reason ?? undefined;
        countUsage(answer.usage, event.usage);
        break;
      case "message_stop":
        answer.finished = true;
        break;
    }
  }
}

/** The counts of a later event replace those of an earlier one; a count that is left out stays. */
function countUsage(
  usage: Usage,
  seen: {
    input_tokens?: number | null;
    output_tokens?: number | null;
    cache_read_input_tokens?: number | null;
    cache_creation_input_tokens?: number | null;
  },
): void {
  usage.input = seen.input_tokens ?? usage.input;
  usage.output = seen.output_tokens ?? usage.output;
  usage.cacheRead = seen.cache_read_input_tokens ?? usage.cacheRead;
  usage.cacheWrite = seen.cache_creation_input_tokens ?? usage.cacheWrite;
}

function addDelta(part: Part | undefined, delta: Anthropic.Messages.RawContentBlockDelta): void {
  if (part === undefined) return;
  if (delta.type === "text_delta") part.fragments.push(delta.text);
  if (delta.type === "input_json_delta") part.fragments.push(delta.partial_json);
  if (delta.type === "thinking_delta") part.fragments.push(delta.thinking);
  if (delta.type === "signature_delta") part.signature = delta.signature;
}

function finish(part: Part, answer: Answer): void {
  const { block, fragments, signature } = part;
  const joined = fragments.join("");
  switch (block.type) {
    case "text":
      answer.blocks.push({ kind: "text", text: block.text + joined });
      return;
    case "tool_use": {
      const input = joined === "" ? { value: block.input } : parseInput(joined);
      if (input === undefined) answer.brokenCall = true;
      else {
        answer.blocks.push({
          kind: "tool_call",
          id: block.id,
          tool: block.name,
          input: input.value,
        });
      }
      return;
    }
    case "thinking": {
      const thinking = block.thinking + joined;
      const data = { type: "thinking", thinking, signature: signature || block.signature };
      answer.blocks.push({ kind: "sealed", data });
      return;
    }
    case "redacted_thinking":
      answer.blocks.push({ kind: "sealed", data: { type: block.type, data: block.data } });
      return;
    default:
    // Tools that the vendor runs are never asked for.
  }
}

function parseInput(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Cut off at the output limit, or garbled on the way: the caller knows which.
    return undefined;
  }
}
