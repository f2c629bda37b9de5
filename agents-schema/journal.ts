import { z } from "zod";
import { Actor } from "./actor.ts";
import { Receipt } from "./effect.ts";
import { Fact } from "./fact.ts";
import { Cost } from "./run.ts";
import { Verdict } from "./verdict.ts";

export const ToolCall = z.object({
  kind: z.literal("tool_call"),
  id: z.string(),
  tool: z.string(),
  input: z.unknown(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const TurnBlock = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  ToolCall,
  /** What only the model's own API can read and wants back unchanged, in its place: signed thinking. */
  z.object({ kind: z.literal("sealed"), data: z.unknown() }),
]);
export type TurnBlock = z.infer<typeof TurnBlock>;

/** A tool's answer to the model. `empty` and `refused` are answers, not crashes. */
export const toolOutcomes = ["ok", "empty", "failed", "refused"] as const;

const entry = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape });

/** Everything a run did, in order. Append-only: progress, resume, audit and replay are folds of it. */
export const JournalEntry = z.discriminatedUnion("kind", [
  entry("run.created", { agent: z.string(), because: z.string(), by: Actor }),
  entry("run.moved", { from: z.string(), to: z.string(), reason: z.string().nullable() }),
  entry("workspace.ready", { headSha: z.string(), files: z.number(), sandbox: z.string() }),
  entry("context.loaded", { files: z.array(z.string()), models: z.array(z.string()) }),
  entry("model.turn", {
    turn: z.number(),
    model: z.string(),
    blocks: z.array(TurnBlock),
    stop: z.enum(["end", "tools", "length", "refusal"]),
    cost: Cost,
  }),
  entry("tool.result", {
    turn: z.number(),
    callId: z.string(),
    tool: z.string(),
    outcome: z.enum(toolOutcomes),
    text: z.string(),
    /** What people see while it happens: "Profiling fct_orders". */
    step: z.string(),
    ms: z.number(),
  }),
  /** How far a tool is that takes long. */
  entry("progress", { text: z.string() }),
  entry("fact.measured", { fact: Fact }),
  entry("note", { text: z.string() }),
  entry("feedback.given", { by: Actor, text: z.string() }),
  entry("effect.proposed", {
    effectId: z.string(),
    effect: z.string(),
    digest: z.string(),
    verdict: Verdict,
  }),
  entry("effect.moved", {
    effectId: z.string(),
    from: z.string(),
    to: z.string(),
    reason: z.string().nullable(),
    receipt: Receipt.nullable(),
  }),
  entry("approval.requested", { approvalId: z.string(), digest: z.string() }),
  entry("approval.voted", {
    approvalId: z.string(),
    by: Actor,
    /** As whom it counts, in lower case; entries of an older version have none. */
    login: z.string().optional(),
  }),
  entry("approval.refused", { approvalId: z.string(), by: Actor, reason: z.string() }),
  entry("approval.decided", {
    approvalId: z.string(),
    state: z.string(),
    by: Actor,
    reason: z.string().nullable(),
  }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

/** A stored entry. `hash = sha256("v1\n" + seq + "\n" + prev + "\n" + canonical JSON of {at, entry})`. */
export const JournalRow = z.object({
  runId: z.string(),
  seq: z.number(),
  at: z.string(),
  entry: JournalEntry,
  prev: z.string(),
  hash: z.string(),
});
export type JournalRow = z.infer<typeof JournalRow>;
