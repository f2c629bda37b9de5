import { columnFamily } from "./column-family.ts";
import { identifier } from "./identifier.ts";
import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

const quantiles = { p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 };

/**
 * `exact`: everything. `approximate`: distinct counts and quantiles by sketches where the engine has them.
 * `cheap`: only what one look at each row gives.
 */
export type Thoroughness = "exact" | "approximate" | "cheap";

/** What to ask of each column, by its type. All of it can be asked in one statement. */
export function planMeasures(
  columns: readonly { name: string; type: string }[],
  dialect: "duckdb" | "postgres",
  thoroughness: Thoroughness,
): readonly Measure[] {
  return columns.flatMap((column) => measuresOf(column, dialect, thoroughness));
}

function measuresOf(
  { name, type }: { name: string; type: string },
  dialect: "duckdb" | "postgres",
  thoroughness: Thoroughness,
): Measure[] {
  const column = quote.name(name);
  const family = columnFamily(type);
  const exact = (metric: string, expression: string): Measure => ({
    column: name,
    metric,
    expression,
    method: "exact",
    answer: "number",
  });
  const where = (condition: string) => `count(*) filter (where ${condition})`;

  const measures = [
    exact("null_count", `count(*) - count(${column})`),
    exact("null_share", share(`count(*) - count(${column})`)),
  ];
  if (family !== "opaque") measures.push(...distinct(exact, column, dialect, thoroughness));
  if (family === "boolean") {
    measures.push(exact("true_count", where(column)), exact("true_share", share(where(column))));
  }
  if (family === "text") {
    measures.push(
      exact("empty_count", where(`${column} = ''`)),
      exact("min_length", `min(length(${column}))`),
      exact("max_length", `max(length(${column}))`),
    );
  }
  if (family === "time") {
    for (const metric of ["min", "max"]) {
      const expression = `cast(${metric}(${column}) as varchar)`;
      measures.push({ ...exact(metric, expression), answer: "text" });
    }
  }
  if (family === "number") {
    measures.push(exact("min", `min(${column})`), exact("max", `max(${column})`));
    if (!identifier.test(name)) {
      measures.push(
        exact("zero_count", where(`${column} = 0`)),
        exact("negative_count", where(`${column} < 0`)),
        exact("mean", `cast(avg(${column}) as double precision)`),
        ...quantilesOf(exact, column, dialect, thoroughness),
      );
    }
  }
  return measures;
}

type Exact = (metric: string, expression: string) => Measure;

function distinct(
  exact: Exact,
  column: string,
  dialect: "duckdb" | "postgres",
  thoroughness: Thoroughness,
): Measure[] {
  if (thoroughness === "exact") return [exact("distinct_count", `count(distinct ${column})`)];
  if (thoroughness === "cheap" || dialect === "postgres") return [];
  const estimate = exact("distinct_count", `approx_count_distinct(${column})`);
  return [{ ...estimate, method: "approximate" }];
}

/** Nearest-rank quantiles: values that the column really has. */
function quantilesOf(
  exact: Exact,
  column: string,
  dialect: "duckdb" | "postgres",
  thoroughness: Thoroughness,
): Measure[] {
  return Object.entries(quantiles).flatMap(([metric, at]): Measure[] => {
    if (thoroughness === "exact") {
      return [exact(metric, `percentile_disc(${at}) within group (order by ${column})`)];
    }
    if (thoroughness === "cheap" || dialect === "postgres") return [];
    return [{ ...exact(metric, `approx_quantile(${column}, ${at})`), method: "approximate" }];
  });
}

function share(count: string): string {
  return `cast(${count} as double precision) / nullif(count(*), 0)`;
}
