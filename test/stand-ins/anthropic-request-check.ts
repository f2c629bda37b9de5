import { z } from "zod";

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  tool_use_id: z.string().optional(),
  cache_control: z.unknown().optional(),
});

const Request = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  system: z.union([z.string(), z.array(Block)]).optional(),
  messages: z
    .array(
      z.object({
        role: z.enum(["user", "assistant"]),
        content: z.union([z.string().min(1), z.array(Block).min(1)]),
      }),
    )
    .min(1),
  tools: z
    .array(
      z.looseObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        input_schema: z.looseObject({ type: z.literal("object") }),
        cache_control: z.unknown().optional(),
      }),
    )
    .optional(),
});
export type AnthropicRequest = z.infer<typeof Request>;

/**
 * What the Messages API would answer 400 to, in one sentence; aimock takes anything. From Anthropic's
 * published rules: roles take turns, every `tool_use` is answered in the very next message,
 * results stand before words, at most four cache breakpoints.
 */
export function checkAnthropicRequest(
  body: unknown,
): { request: AnthropicRequest } | { mistake: string } {
  const parsed = Request.safeParse(body);
  if (!parsed.success) return { mistake: z.prettifyError(parsed.error) };
  const mistake = findMistake(parsed.data);
  return mistake === undefined ? { request: parsed.data } : { mistake };
}

function findMistake(request: AnthropicRequest): string | undefined {
  const { messages, tools = [] } = request;
  if (messages[0]?.role !== "user") return "messages: the first message must be the user's";
  if (new Set(tools.map(({ name }) => name)).size < tools.length) return "tools: names must differ";

  const breakpoints = JSON.stringify(request).match(/"cache_control":\{/g) ?? [];
  if (breakpoints.length > 4) return `${breakpoints.length} cache_control blocks, at most 4`;

  for (const [index, { role, content }] of messages.entries()) {
    const before = messages[index - 1];
    if (before?.role === role) return `messages.${index}: roles must alternate`;
    const blocks = blocksOf(content);
    if (blocks.some(({ type, text }) => type === "text" && text?.trim() === "")) {
      return `messages.${index}: text content blocks must contain non-whitespace text`;
    }
    const asked = idsOf(before, "tool_use", "id");
    const answered = blocks.flatMap((block) =>
      block.type === "tool_result" ? [block.tool_use_id ?? ""] : [],
    );
    const orphan = answered.find((id) => !asked.includes(id));
    if (orphan !== undefined) return `messages.${index}: tool_result of unknown tool_use ${orphan}`;
    const open = asked.find((id) => !answered.includes(id));
    if (open !== undefined) return `messages.${index}: tool_use ${open} without tool_result`;
    if (new Set(answered).size < answered.length)
      return `messages.${index}: two results of one call`;
    const firstOther = blocks.findIndex(({ type }) => type !== "tool_result");
    const lastResult = blocks.findLastIndex(({ type }) => type === "tool_result");
    if (firstOther !== -1 && firstOther < lastResult) {
      return `messages.${index}: tool_result blocks must come first`;
    }
  }
  const unanswered = idsOf(messages.at(-1), "tool_use", "id")[0];
  return unanswered === undefined ? undefined : `tool_use ${unanswered} without tool_result`;
}

type Content = AnthropicRequest["messages"][number]["content"];

function blocksOf(content: Content): z.infer<typeof Block>[] {
  return typeof content === "string" ? [] : content;
}

function idsOf(
  message: AnthropicRequest["messages"][number] | undefined,
  type: string,
  key: "id",
): string[] {
  if (message === undefined) return [];
  return blocksOf(message.content).flatMap((block) =>
    block.type === type ? [block[key] ?? ""] : [],
  );
}
