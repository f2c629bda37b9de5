import { type Dialect, dialects } from "./dialect.ts";
import { isShortFloat, notFinite } from "./number-type.ts";
import { rankValue } from "./plan-distribution.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** What a fact about a column is asked with when it is asked alone. */
export interface ValueQueries {
  distinct: string;
  isUnique: string;
  maxFrequency: string;
  singletons: string;
  quantile(percent: number): string;
  share(value: Cell): string;
  /** Share of the non-null values that have a form, by its condition. */
  shareOf(condition: string): string;
}

/** `from`: the relation, or a sample of it, as it stands in FROM. */
export function valueQueries(
  from: string,
  column: { name: string; type: string },
  dialect: Dialect,
): ValueQueries {
  const { countIf, double } = dialects[dialect];
  const c = quote.name(column.name);
  const groups = `select ${c} as v, count(*) as n from ${from} where ${c} is not null group by ${c}`;
  const odd = notFinite("v", column.type, dialect);
  const finite = odd === undefined ? "" : ` where not (${odd})`;
  const v = isShortFloat(column.type) ? double("v") : "v";
  return {
    distinct: `select count(distinct ${c}) from ${from}`,
    isUnique: `select count(${c}) = count(distinct ${c}) from ${from}`,
    maxFrequency: `select max(n) from (${groups}) g`,
    singletons: `select count(*) from (${groups}) g where n = 1`,
    quantile: (percent) =>
      `select ${rankValue(v, percent)} from (select v, sum(${double("n")}) over (order by v rows unbounded preceding) as cum, sum(${double("n")}) over () as tot from (${groups}) g${finite}) o`,
    share: (value) => {
      const literal = typeof value === "number" ? String(value) : quote.text(String(value));
      const short = isShortFloat(column.type) ? double(c) : c;
      return `select ${double(countIf(`${short} = ${literal}`))} / nullif(count(*), 0) from ${from}`;
    },
    shareOf: (condition) =>
      `select ${double(countIf(condition))} / nullif(count(${c}), 0) from ${from}`,
  };
}
