import { z } from "zod";

/** What policy says about an effect. The reason is a sentence for a person. */
export const Verdict = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("allow"), reason: z.string() }),
  z.object({ kind: z.literal("ask"), reason: z.string() }),
  z.object({ kind: z.literal("deny"), reason: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;
