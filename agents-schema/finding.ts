import { z } from "zod";

export const severities = ["low", "medium", "high", "critical"] as const;

/** Something a review agent reports about one place in the change. */
export const Finding = z.object({
  path: z.string(),
  /** 1-based line in the head version. */
  line: z.number().int().positive(),
  severity: z.enum(severities),
  /** `removed-column`, `missing-key-test`, … */
  rule: z.string(),
  title: z.string(),
  body: z.string(),
});
export type Finding = z.infer<typeof Finding>;
