import { columnFamily } from "./column-family.ts";
import { type Dialect, dialects } from "./dialect.ts";
import { identifier } from "./identifier.ts";
import type { Measure } from "./measure.ts";
import { isFloat, isShortFloat, notFinite, oddNumbers } from "./number-type.ts";
import { quote } from "./quote.ts";

/** Longest text that is kept as a range's end, in characters; of longer ones there is one more. */
export const longestText = 100;

type Column = { name: string; type: string };

export interface CountsRequest {
  dialect: Dialect;
  /** Moment of the measurement, ISO 8601, UTC. */
  at: string;
  /** Only what no value can make fail, and what costs next to nothing. */
  cheap?: boolean;
  /** Columns that hold values which are not finite: these are left out of means and ranges. */
  unfinite?: ReadonlySet<string>;
}

/** The first pass: everything that one look at each row gives, of all columns. */
export function planCounts(columns: readonly Column[], request: CountsRequest): readonly Measure[] {
  return columns.flatMap((column) => countsOf(column, request));
}

function countsOf(column: Column, request: CountsRequest): Measure[] {
  const { name, type } = column;
  const { dialect, cheap = false } = request;
  const { countIf, double, byBytes } = dialects[dialect];
  const c = quote.name(name);
  const family = columnFamily(type);
  const measure = measureOf(name);
  const nulls = `count(*) - count(${c})`;
  const share = (count: string) => `${double(count)} / nullif(count(*), 0)`;

  const measures = [measure("null_count", nulls), measure("null_share", share(nulls))];
  if (family === "boolean") {
    measures.push(measure("true_count", countIf(c)), measure("true_share", share(countIf(c))));
  }
  if (family === "text") {
    const end = (metric: "min" | "max"): Measure => ({
      ...measure(metric, `left(${metric}(${byBytes(c)}), ${longestText + 1})`),
      answer: "text",
    });
    measures.push(
      measure("empty_count", countIf(`${c} = ''`)),
      measure("min_length", `min(length(${c}))`),
      measure("max_length", `max(length(${c}))`),
    );
    if (!cheap) {
      measures.push(
        measure("untrimmed_count", countIf(`${c} like ' %' or ${c} like '% '`)),
        measure("mean_length", double(`avg(length(${c}))`)),
        end("min"),
        end("max"),
      );
    }
  }
  if (family === "time") measures.push(...timesOf(column, request));
  if (family === "number") measures.push(...numbersOf(column, request));
  return measures;
}

function timesOf({ name, type }: Column, { dialect, at, unfinite }: CountsRequest): Measure[] {
  const { countIf, text, utc, moment, aggregateIf } = dialects[dialect];
  const c = quote.name(name);
  const measure = measureOf(name);
  const plain = /tz$|with time zone/i.test(type) ? utc : (expression: string) => expression;
  const end = (metric: "min" | "max"): Measure => {
    const value = unfinite?.has(name)
      ? aggregateIf(metric, c, `isfinite(${c})`)
      : `${metric}(${c})`;
    return { ...measure(metric, text(plain(value))), answer: "time" };
  };
  const now = moment(at.slice(0, 19).replace("T", " "));
  return [
    end("min"),
    end("max"),
    measure("future_count", countIf(`${plain(c)} > ${now}`)),
    ...(dialect === "snowflake" ? [] : [measure("infinite_count", countIf(`not isfinite(${c})`))]),
  ];
}

function numbersOf(column: Column, request: CountsRequest): Measure[] {
  const { name, type } = column;
  const { dialect, cheap = false, unfinite } = request;
  const { countIf, double, aggregateIf } = dialects[dialect];
  const measure = measureOf(name);
  const c = quote.name(name);
  const { nan, endless } = oddNumbers(c, type, dialect);
  const odd = notFinite(c, type, dialect);
  // Floats may hold anything; a decimal that does is rare, and looking for it in each sum is dear.
  const isFiltered = odd !== undefined && (isFloat(type) || unfinite?.has(name));
  const of = (aggregate: string, argument = c) =>
    isFiltered ? aggregateIf(aggregate, argument, `not (${odd})`) : `${aggregate}(${argument})`;
  const end = (metric: "min" | "max") =>
    measure(metric, isShortFloat(type) ? double(of(metric)) : of(metric));

  return [
    end("min"),
    end("max"),
    ...(nan === undefined ? [] : [measure("nan_count", countIf(nan))]),
    ...(endless === undefined ? [] : [measure("infinite_count", countIf(endless))]),
    ...(identifier.test(name)
      ? []
      : [
          measure("zero_count", countIf(`${c} = 0`)),
          measure("negative_count", countIf(`${c} < 0`)),
          measure("mean", double(of("avg"))),
          ...(cheap ? [] : [measure("stddev", double(of("stddev_samp", double(c))))]),
        ]),
  ];
}

function measureOf(column: string): (metric: string, expression: string) => Measure {
  return (metric, expression) => ({
    column,
    metric,
    expression,
    method: "exact",
    answer: "number",
  });
}
