import { columnFamily } from "./column-family.ts";
import { type Dialect, dialects } from "./dialect.ts";
import { isIdentifier } from "./is-identifier.ts";
import type { Measure } from "./measure.ts";
import { measureOf } from "./measure-of.ts";
import { isFloat, isShortFloat, notFinite } from "./number-type.ts";
import { planTexts } from "./plan-texts.ts";
import { quote } from "./quote.ts";
import { isZoned } from "./time-type.ts";

export type CountedColumn = { name: string; type: string };

export interface CountsRequest {
  dialect: Dialect;
  /** Only what no value can make fail, and what costs next to nothing. */
  cheap?: boolean;
  /** Columns that hold values which are not finite: these are left out of means and ranges. */
  unfinite?: ReadonlySet<string>;
}

/** The first pass: what one look at each row gives of all columns. What it makes worth asking is `planDetails`. */
export function planCounts(
  columns: readonly CountedColumn[],
  request: CountsRequest,
): readonly Measure[] {
  return columns.flatMap((column) => countsOf(column, request));
}

/** A time as it is compared and written: without a zone, UTC. */
export function plainTime(expression: string, type: string, dialect: Dialect): string {
  return isZoned(type) ? dialects[dialect].utc(expression) : expression;
}

function countsOf(column: CountedColumn, request: CountsRequest): Measure[] {
  const { name, type } = column;
  const { dialect, cheap = false } = request;
  const { countIf, double } = dialects[dialect];
  const c = quote.name(name);
  const family = columnFamily(type);
  const measure = measureOf(name);
  const nulls = `count(*) - count(${c})`;
  const share = (count: string) => `${double(count)} / nullif(count(*), 0)`;

  const measures = [measure("null_count", nulls), measure("null_share", share(nulls))];
  if (family === "boolean") {
    measures.push(measure("true_count", countIf(c)), measure("true_share", share(countIf(c))));
  }
  if (family === "text") measures.push(...planTexts(column, dialect, cheap));
  if (family === "time") measures.push(...timesOf(column, request));
  if (family === "number") measures.push(...numbersOf(column, request));
  return measures;
}

function timesOf({ name, type }: CountedColumn, { dialect, unfinite }: CountsRequest): Measure[] {
  const { text, aggregateIf } = dialects[dialect];
  const c = quote.name(name);
  const end = (metric: "min" | "max"): Measure => {
    const value = unfinite?.has(name)
      ? aggregateIf(metric, c, `isfinite(${c})`)
      : `${metric}(${c})`;
    return {
      ...measureOf(name)(metric, text(plainTime(value, type, dialect))),
      answer: "time",
    };
  };
  return [end("min"), end("max")];
}

function numbersOf(
  { name, type }: CountedColumn,
  { dialect, cheap = false, unfinite }: CountsRequest,
): Measure[] {
  const { double, aggregateIf } = dialects[dialect];
  const measure = measureOf(name);
  const c = quote.name(name);
  const odd = notFinite(c, type, dialect);
  // DuckDB gives up on a deviation with an endless value; looking for them in each sum is dear in a row store.
  const isFiltered =
    odd !== undefined && ((isFloat(type) && dialect === "duckdb") || unfinite?.has(name));
  const of = (aggregate: string, argument = c) =>
    isFiltered ? aggregateIf(aggregate, argument, `not (${odd})`) : `${aggregate}(${argument})`;
  const end = (metric: "min" | "max") =>
    measure(metric, isShortFloat(type) ? double(of(metric)) : of(metric));

  const ends = [end("min"), end("max")];
  if (isIdentifier(name)) return ends;
  const mean = measure("mean", double(of("avg")));
  if (cheap) return [...ends, mean];
  return [...ends, mean, measure("stddev", double(of("stddev_samp", double(c))))];
}
