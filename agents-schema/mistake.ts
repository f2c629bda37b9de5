import { z } from "zod";

/** Something wrong in a file that a person wrote: where, what was expected, and the fix. */
export const Mistake = z.object({
  /** 1-based. */
  line: z.number().int().positive(),
  /** 1-based. */
  column: z.number().int().positive(),
  /** Dotted path of the key, such as `triggers[0].cron`. Empty for the whole file. */
  path: z.string(),
  message: z.string(),
  /** What to write instead; empty when there is nothing to suggest. */
  hint: z.string(),
});
export type Mistake = z.infer<typeof Mistake>;
