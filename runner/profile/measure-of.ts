import type { Measure } from "./measure.ts";

/** Makes exact measures of a column that answer a number. */
export function measureOf(column: string): (metric: string, expression: string) => Measure {
  return (metric, expression) => ({
    column,
    metric,
    expression,
    method: "exact",
    answer: "number",
  });
}
