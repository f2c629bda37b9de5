import { z } from "zod";
import type { HandsAnswer } from "../ports.ts";
import type { Given, Method } from "./hands/protocol.ts";
import { parseJson } from "./parse-ready.ts";

const count = z.number().int().nonnegative();
const path = z.string().min(1).max(8_192);
/** Longest sentence that is taken as a reason, in UTF-16 units. */
const maxReason = 4_000;

const values: { [M in Method]: z.ZodType<Given[M]> } = {
  read: z.strictObject({ text: z.string(), lines: count }),
  write: z.strictObject({ created: z.boolean() }),
  edit: z.strictObject({ replaced: count }),
  glob: z.strictObject({ paths: z.array(path), total: count }),
  grep: z.strictObject({
    matches: z.array(z.strictObject({ path, line: count, text: z.string() })),
    total: count,
  }),
  ls: z.array(z.strictObject({ name: path, kind: z.enum(["file", "directory"]), size: count })),
  exec: z.strictObject({
    exitCode: z.number().int(),
    stdout: z.string(),
    stderr: z.string(),
    timedOut: z.boolean(),
  }),
  diff: z.array(
    z.discriminatedUnion("status", [
      z.strictObject({ path, status: z.enum(["added", "modified"]), content: z.string() }),
      z.strictObject({ path, status: z.literal("deleted"), content: z.null() }),
    ]),
  ),
  which: z.strictObject({ found: z.boolean() }),
};

const envelope = z.discriminatedUnion("ok", [
  z.strictObject({ id: count, ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: count, ok: z.literal(false), reason: z.string() }),
]);
export type Envelope = z.infer<typeof envelope>;

/** An answer to some request; undefined when it is none. */
export function parseEnvelope(line: string): Envelope | undefined {
  const parsed = envelope.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}

/** The answer to a request of this method; undefined when it is none. */
export function parseAnswer<M extends Method>(
  method: M,
  answer: Envelope,
): HandsAnswer<Given[M]> | undefined {
  if (!answer.ok) return { ok: false, reason: answer.reason.slice(0, maxReason) };
  const parsed = values[method].safeParse(answer.value);
  return parsed.success ? { ok: true, value: parsed.data } : undefined;
}
