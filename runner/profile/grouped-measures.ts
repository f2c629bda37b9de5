import { columnFamily } from "./column-family.ts";
import { type Dialect, dialects } from "./dialect.ts";
import type { Distribution } from "./distribution.ts";
import type { Measure } from "./measure.ts";
import { isShortFloat, notFinite, oddNumbers } from "./number-type.ts";
import { type CountedColumn, plainTime, planCounts } from "./plan-counts.ts";
import { planDetails } from "./plan-details.ts";
import { isUntrimmed, longestText } from "./plan-texts.ts";

type Cell = string | number | boolean | null;

/** Ends of a range that make every count worth asking: over groups each costs nothing. */
const anything = (metric: string): Cell =>
  metric === "min_length" ? 0 : metric === "min" ? "-infinity" : "infinity";

/**
 * What the groups of a column tell of it: for each metric an aggregate over `v`, a value, and `n`, its rows.
 * `groups` is their name in FROM.
 */
export function planGrouped(
  column: CountedColumn,
  { dialect, at, groups }: { dialect: Dialect; at: string; groups: string },
): readonly { metric: string; over: string }[] {
  const over = overGroups(column, { dialect, at, groups });
  return measuresOf(column, dialect, at, new Set()).flatMap(({ metric }) => {
    const expression = over[metric];
    return expression === undefined ? [] : [{ metric, over: expression }];
  });
}

/** The answers of a first pass over all rows, from the groups of a column. */
export function readGrouped(
  column: CountedColumn,
  { measured, rows: nonNull }: Pick<Distribution, "measured" | "rows">,
  { dialect, at, rows }: { dialect: Dialect; at: string; rows: number },
): readonly { measure: Measure; cell: Cell }[] {
  if (measured === undefined) return [];
  const isUnfinite = ["nan_count", "infinite_count"].some(
    (metric) => Number(measured.get(metric) ?? 0) > 0,
  );
  const unfinite = new Set(isUnfinite ? [column.name] : []);
  const share = (count: number) => (rows === 0 ? null : count / rows);
  return measuresOf(column, dialect, at, unfinite).map((measure) => {
    const { metric } = measure;
    if (metric === "null_count") return { measure, cell: rows - nonNull };
    if (metric === "null_share") return { measure, cell: share(rows - nonNull) };
    if (metric === "true_share") {
      return { measure, cell: share(Number(measured.get("true_count") ?? 0)) };
    }
    return { measure, cell: measured.get(metric) ?? null };
  });
}

function measuresOf(
  column: CountedColumn,
  dialect: Dialect,
  at: string,
  unfinite: ReadonlySet<string>,
): readonly Measure[] {
  const details = planDetails(column, anything, { dialect, at });
  return [...planCounts([column], { dialect, unfinite }), ...details.map(({ measure }) => measure)];
}

function overGroups(
  { type }: CountedColumn,
  { dialect, at, groups }: { dialect: Dialect; at: string; groups: string },
): Readonly<Record<string, string | undefined>> {
  const { double, text, byBytes, moment } = dialects[dialect];
  const family = columnFamily(type);
  const count = (condition: string | undefined) =>
    condition && `coalesce(sum(case when ${condition} then n else 0 end), 0)`;
  if (family === "boolean") return { true_count: count("v") };
  if (family === "text") {
    const end = (metric: string) => `left(${metric}(${byBytes("v")}), ${longestText + 1})`;
    return {
      ...{ min: end("min"), max: end("max") },
      min_length: "min(length(v))",
      max_length: "max(length(v))",
      mean_length: `${double("sum(length(v) * n)")} / nullif(sum(n), 0)`,
      untrimmed_count: count(isUntrimmed("v")),
      empty_count: count("v = ''"),
    };
  }
  if (family === "time") {
    const hasEndless = dialect !== "snowflake";
    const finite = hasEndless ? "case when isfinite(v) then v end" : "v";
    const end = (metric: string) => text(plainTime(`${metric}(${finite})`, type, dialect));
    const now = moment(at.slice(0, 19).replace("T", " "));
    return {
      ...{ min: end("min"), max: end("max") },
      infinite_count: hasEndless ? count("not isfinite(v)") : undefined,
      future_count: count(`${plainTime("v", type, dialect)} > ${now}`),
    };
  }
  if (family !== "number") return {};
  const odd = notFinite("v", type, dialect);
  const finite = odd === undefined ? "v" : `case when ${odd} then null else v end`;
  const rows = odd === undefined ? "n" : `case when ${odd} then 0 else n end`;
  const mean = `sum(${double(finite)} * n) / nullif(sum(${rows}), 0)`;
  const end = (metric: string) =>
    isShortFloat(type) ? double(`${metric}(${finite})`) : `${metric}(${finite})`;
  const { nan, endless } = oddNumbers("v", type, dialect);
  return {
    ...{ min: end("min"), max: end("max"), mean },
    // In two steps: with the squares of large numbers alone nothing would be left of a small deviation.
    stddev: `sqrt(sum(${rows} * power(${double(finite)} - (select ${mean} from ${groups}), 2)) / nullif(sum(${rows}) - 1, 0))`,
    nan_count: count(nan),
    infinite_count: count(endless),
    zero_count: count("v = 0"),
    negative_count: count("v < 0"),
  };
}
