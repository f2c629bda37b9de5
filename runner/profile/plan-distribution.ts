import { columnFamily } from "./column-family.ts";
import { type Dialect, dialects } from "./dialect.ts";
import type { Distribution } from "./distribution.ts";
import { factValue } from "./fact-value.ts";
import { isShortFloat, notFinite } from "./number-type.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** Frequent values that are looked at, and characters of each: longer ones are prose. */
export const maxTop = 20;
export const longestTop = 60;
/** Hashes of a sketch. */
export const sketchSize = 128;
/** Percent. */
export const quantiles = { p05: 5, p25: 25, p50: 50, p75: 75, p95: 95 } as const;

export interface DistributionRequest {
  column: { name: string; type: string };
  quantiles: boolean;
  top: boolean;
  sketch: boolean;
  /** About how many distinct values there are; left out: nobody has looked. */
  groups?: number | undefined;
  /** Aggregates over the groups, `v` a value and `n` its rows, that tell what is asked of all rows otherwise. */
  measures?: ((groups: string) => readonly { metric: string; over: string }[]) | undefined;
  /** Rows of the sample, where it is one: quantiles then get the ends of their interval too. */
  sampled?: number | undefined;
}

/** Shares of the rows, in percent, whose values are asked for. */
function ranksOf({ quantiles: wanted, sampled }: DistributionRequest): readonly number[] {
  if (!wanted) return [];
  const plain = Object.values(quantiles);
  if (sampled === undefined) return plain;
  return plain.flatMap((percent) => {
    const p = percent / 100;
    const off = 1.96 * Math.sqrt((p * (1 - p)) / Math.max(1, sampled)) * 100;
    const round = (value: number) => Number(value.toFixed(4));
    return [percent, round(Math.max(0, percent - off)), round(Math.min(100, percent + off))];
  });
}

/**
 * One statement over `from`, a relation or a sample of one, that groups each column by its values. Its
 * answer has the columns `i, k, v, a, b, c, d` and is read by `readDistributions`. `isShared`: all columns are
 * grouped together first, in one scan.
 */
export function planDistribution(
  from: string,
  requests: readonly DistributionRequest[],
  dialect: Dialect,
  isShared = false,
): string {
  const names = requests.map(({ column }) => quote.name(column.name));
  const places = names.map((_name, index) => index + 1);
  const shared = `c as materialized (select ${names.join(", ")}, count(*) as n from ${from} group by ${places.join(", ")})`;
  const tables = [
    ...(isShared ? [shared] : []),
    ...requests.flatMap((request, index) =>
      tablesOf(isShared ? undefined : from, request, index, dialect),
    ),
  ];
  const selects = requests.flatMap((request, index) => selectsOf(request, index, dialect));
  return `with ${tables.join(",\n")}\n${selects.join("\nunion all\n")}`;
}

function tablesOf(
  from: string | undefined,
  { column, quantiles: wanted }: DistributionRequest,
  index: number,
  dialect: Dialect,
): string[] {
  const c = quote.name(column.name);
  const materialized = dialect === "snowflake" ? "" : "materialized ";
  const odd = notFinite("v", column.type, dialect);
  // Values that are not finite count, but have no rank.
  const counted = odd === undefined ? "n" : `case when ${odd} then 0 else n end`;
  // As doubles, which hold every number of rows: Postgres would add up whole numbers as decimals.
  const ranked = dialects[dialect].double(counted);
  const over = (window: string) => `sum(${ranked}) over (${window})`;
  const rows = from === undefined ? "cast(sum(n) as bigint)" : "count(*)";
  return [
    `g${index} as ${materialized}(select ${c} as v, ${rows} as n from ${from ?? "c"} where ${c} is not null group by 1)`,
    ...(wanted
      ? [
          `o${index} as (select v, n, ${over("order by v rows unbounded preceding")} as cum, ${over("")} as tot from g${index})`,
        ]
      : []),
  ];
}

function selectsOf(request: DistributionRequest, index: number, dialect: Dialect): string[] {
  const { column, top, sketch } = request;
  const { text, double } = dialects[dialect];
  const v = isShortFloat(column.type) ? double("v") : "v";
  const shown = columnFamily(column.type) === "text" ? `left(v, ${longestTop + 1})` : text(v);
  const [g, o] = [`g${index}`, `o${index}`];
  const big = (expression: string) => `cast(${expression} as bigint)`;
  const none = Array.from({ length: 4 }, () => big("null")).join(", ");
  const odd = notFinite("v", column.type, dialect);
  const finite = odd === undefined ? undefined : `not (${odd})`;
  const ranks = ranksOf(request).map((p) => text(rankValue(v, p, finite)));
  const joined = ranks.length === 0 ? text("null") : `concat_ws('|', ${ranks.join(", ")})`;
  const counts = [
    "count(*)",
    "max(n)",
    "sum(case when n = 1 then 1 else 0 end)",
    "coalesce(sum(n), 0)",
  ].map(big);
  return [
    `select ${index} as i, 'd' as k, ${joined} as v, ${counts.map((count, at) => `${count} as ${"abcd"[at]}`).join(", ")} from ${ranks.length === 0 ? g : o}`,
    ...(request.measures?.(g) ?? []).map(
      ({ metric, over }) => `select ${index}, 'm:${metric}', ${text(over)}, ${none} from ${g}`,
    ),
    ...(top
      ? [
          `(select ${index}, 't', ${shown}, ${big("n")}, ${none.slice(0, none.lastIndexOf(","))} from ${g} order by n desc, v limit ${maxTop})`,
        ]
      : []),
    ...(sketch
      ? [
          `(select ${index}, 'h', ${text("h")}, ${none} from (select ${sketchHash("v", column.type, dialect)} as h from ${g}) s order by s.h limit ${sketchSize})`,
        ]
      : []),
  ];
}

/** The nearest-rank quantile, by whole numbers alone: it is a value of the column, in every engine the same. */
export function rankValue(v: string, percent: number, finite?: string): string {
  const isAtRank = `cum * 100 >= ${percent} * tot`;
  const condition = finite === undefined ? isAtRank : `${isAtRank} and ${finite}`;
  return `min(case when ${condition} then ${v} end)`;
}

/**
 * What the sketch of a column is made of: the same for one value in columns of different types. Whole numbers
 * need not be written as texts for that where the engine has one number for all of them.
 */
export function sketchHash(value: string, type: string, dialect: Dialect): string {
  const { hash, text } = dialects[dialect];
  const isNumber = dialect === "duckdb" && columnFamily(type) === "number";
  return hash(isNumber ? `cast(${value} as hugeint)` : text(value));
}

/** The answer of `planDistribution`, for each request in order. */
export function readDistributions(
  requests: readonly DistributionRequest[],
  rows: readonly (readonly Cell[])[],
): readonly Distribution[] {
  const byIndex = Map.groupBy(rows, ([index]) => Number(index));
  return requests.map(({ column, sketch, measures }, index) => {
    const of = (kind: string) => (byIndex.get(index) ?? []).filter(([, k]) => k === kind);
    const kind = columnFamily(column.type) === "number" ? "number" : "text";
    const [, , joined = null, distinct, frequency, singletons, rowsWithValue] = of("d")[0] ?? [];
    const hashes = of("h").map(([, , hash]) => String(hash));
    return {
      distinct: Number(distinct ?? 0),
      maxFrequency: Number(frequency ?? 0),
      singletons: Number(singletons ?? 0),
      rows: Number(rowsWithValue ?? 0),
      quantiles:
        joined === null || joined === ""
          ? []
          : String(joined)
              .split("|")
              .map((text) => factValue(text, kind)),
      top: of("t").map(([, , value, count]) => ({
        value: factValue(value ?? null, kind),
        count: Number(count),
      })),
      sketch: sketch ? hashes : undefined,
      measured:
        measures &&
        new Map(
          (byIndex.get(index) ?? []).flatMap(([, k, value = null]) =>
            String(k).startsWith("m:") ? [[String(k).slice(2), value] as const] : [],
          ),
        ),
    };
  });
}
