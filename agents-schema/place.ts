import { z } from "zod";

/** Where a run reports: a pull request, a Slack thread, or the terminal that started it. */
export const Place = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pull_request"), repository: z.string(), number: z.number() }),
  /** `thread` is the root message's `ts`; null until the progress card opens the thread. */
  z.object({
    kind: z.literal("slack_thread"),
    channel: z.string(),
    thread: z.string().nullable(),
  }),
  z.object({ kind: z.literal("terminal") }),
]);
export type Place = z.infer<typeof Place>;
