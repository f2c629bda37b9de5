import { columnFamily } from "./column-family.ts";
import type { Dialect } from "./dialect.ts";
import { isIdentifier } from "./is-identifier.ts";
import type { Measure } from "./measure.ts";
import { measureOf } from "./measure-of.ts";
import { quantiles } from "./plan-distribution.ts";
import { quote } from "./quote.ts";

/**
 * What an engine's own sketches tell of columns that are too large to be grouped. Snowflake's are off by 1.6 %
 * on average; DuckDB's count of distinct values by up to 30 %, which is nothing to write down, and Postgres has
 * none.
 */
export function planApproximate(
  columns: readonly { name: string; type: string }[],
  dialect: Dialect,
): readonly Measure[] {
  if (dialect !== "snowflake") return [];
  return columns.flatMap(({ name, type }): Measure[] => {
    const family = columnFamily(type);
    if (family === "opaque") return [];
    const c = quote.name(name);
    const measure = (metric: string, expression: string): Measure => ({
      ...measureOf(name)(metric, expression),
      method: "approximate",
    });
    const distinct = measure("distinct_count", `approx_count_distinct(${c})`);
    if (family !== "number" || isIdentifier(name)) return [distinct];
    return [
      distinct,
      ...Object.entries(quantiles).map(([metric, percent]) =>
        measure(metric, `approx_percentile(${c}, ${percent / 100})`),
      ),
    ];
  });
}
