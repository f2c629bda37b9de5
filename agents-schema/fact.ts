import { z } from "zod";

/** A measured statement about data: what was asked, what the warehouse answered, and when. */
export const Fact = z.object({
  /** `F1`, `F2`, … within a run or a fact file. */
  id: z.string(),
  /** `fct_orders` or `fct_orders.status`. */
  subject: z.string(),
  /** `row_count`, `null_count`, `distinct_count`, `min`, `max`, `mean`, `p50`, `share`, … */
  metric: z.string(),
  /** What the metric is about, such as the value of a `share`. */
  argument: z.string().optional(),
  value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  method: z.enum(["exact", "approximate", "sample", "metadata"]),
  /** SQL that gives this value alone; it may have been run packed with others. */
  query: z.string(),
  /** Rows that it was measured over; left out where nobody counted them. */
  rows: z.number().optional(),
  /** Of a sample: its seed, and the 95 % interval that the value lies in. */
  sample: z.object({ seed: z.number(), low: z.number(), high: z.number() }).optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
});
export type Fact = z.infer<typeof Fact>;
