import { columnFamily } from "./column-family.ts";
import { dialects } from "./dialect.ts";
import { isIdentifier } from "./is-identifier.ts";
import type { Measure } from "./measure.ts";
import { measureOf } from "./measure-of.ts";
import { oddNumbers } from "./number-type.ts";
import { type CountedColumn, type CountsRequest, plainTime } from "./plan-counts.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** What the first pass found of a column. */
export type Found = (metric: string) => Cell | undefined;

export interface Detail {
  measure: Measure;
  /** What is known without asking, by the range. */
  known?: number;
}

/** Counts that a column's range makes possible: of zeros where it holds zero, of the future where it reaches it. */
export function planDetails(
  column: CountedColumn,
  found: Found,
  request: CountsRequest & { at: string },
): readonly Detail[] {
  const { name, type } = column;
  const { dialect, at } = request;
  const { countIf, moment } = dialects[dialect];
  const c = quote.name(name);
  const measure = measureOf(name);
  const [min, max] = [found("min"), found("max")];
  const family = columnFamily(type);
  if (family === "text") {
    const shortest = found("min_length");
    const empty = measure("empty_count", countIf(`${c} = ''`));
    return [shortest === 0 ? { measure: empty } : { measure: empty, known: 0 }];
  }
  if (family === "time") {
    const isEndless = [min, max].some((end) => /infinity/i.test(String(end)));
    const now = at.slice(0, 19).replace("T", " ");
    const future = `${plainTime(c, type, dialect)} > ${moment(now)}`;
    return [
      ...(isEndless ? [{ measure: measure("infinite_count", countIf(`not isfinite(${c})`)) }] : []),
      ...(isAfter(max, now) ? [{ measure: measure("future_count", countIf(future)) }] : []),
    ];
  }
  if (family !== "number") return [];
  const { nan, endless } = oddNumbers(c, type, dialect);
  // DuckDB leaves them out of the range from the beginning.
  const isOdd = dialect === "duckdb" || [min, max].some((end) => /nan|inf/i.test(String(end)));
  const [low, high] = [lowest(min), highest(max)];
  const isMeasure = !isIdentifier(name) && min !== null && min !== undefined;
  return [
    ...(nan !== undefined && isOdd ? [{ measure: measure("nan_count", countIf(nan)) }] : []),
    ...(endless !== undefined && isOdd
      ? [{ measure: measure("infinite_count", countIf(endless)) }]
      : []),
    ...(isMeasure && low <= 0 && high >= 0
      ? [{ measure: measure("zero_count", countIf(`${c} = 0`)) }]
      : []),
    ...(isMeasure && low < 0 ? [{ measure: measure("negative_count", countIf(`${c} < 0`)) }] : []),
  ];
}

function lowest(end: Cell | undefined): number {
  const number = Number(end);
  return Number.isNaN(number) ? Number.NEGATIVE_INFINITY : number;
}

function highest(end: Cell | undefined): number {
  const number = Number(end);
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number;
}

/** Times as text; years of more or fewer than four digits are not compared, so they are asked for. */
function isAfter(latest: Cell | undefined, now: string): boolean {
  if (latest === null || latest === undefined) return false;
  const text = String(latest);
  if (text.endsWith("BC")) return false;
  return /^\d{4}-/.test(text) ? text > now : true;
}
