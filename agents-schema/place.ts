import { z } from "zod";

/**
 * Where a run reports. A `slack_thread` is a conversation somebody began (`thread` is the root message's
 * `ts`; null until the progress card opens it); a `slack_channel` only hears what the agent's
 * `notifications` ask for, and approvals.
 */
export const Place = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pull_request"), repository: z.string(), number: z.number() }),
  z.object({
    kind: z.literal("slack_thread"),
    channel: z.string(),
    thread: z.string().nullable(),
  }),
  z.object({ kind: z.literal("slack_channel"), channel: z.string() }),
  z.object({ kind: z.literal("terminal") }),
]);
export type Place = z.infer<typeof Place>;
