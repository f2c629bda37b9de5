import { z } from "zod";
import { type ReasonCode, reasonCodes } from "./reason-codes.ts";

const codes = Object.keys(reasonCodes) as [ReasonCode, ...ReasonCode[]];
/** Verdicts of an older version have none. */
const code = z.enum(codes).optional();

/** What policy says about an effect. The reason is a sentence for a person, the code a name that stays. */
export const Verdict = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("allow"), reason: z.string(), code }),
  z.object({ kind: z.literal("ask"), reason: z.string(), code }),
  z.object({ kind: z.literal("deny"), reason: z.string(), code }),
]);
export type Verdict = z.infer<typeof Verdict>;
