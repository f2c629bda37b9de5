import { type Dialect, dialects } from "./dialect.ts";
import type { Distribution } from "./distribution.ts";
import type { Measure } from "./measure.ts";
import { measureOf } from "./measure-of.ts";
import { quote } from "./quote.ts";

/** Longest text that is kept as a range's end, in characters; of longer ones there is one more. */
export const longestText = 100;

export function isUntrimmed(value: string): string {
  return `${value} like ' %' or ${value} like '% '`;
}

/** Lengths and ends of a column's texts. */
export function planTexts(
  { name }: { name: string },
  dialect: Dialect,
  cheap = false,
): readonly Measure[] {
  const { countIf, double, byBytes } = dialects[dialect];
  const c = quote.name(name);
  const measure = measureOf(name);
  const end = (metric: "min" | "max"): Measure => ({
    ...measure(metric, `left(${metric}(${byBytes(c)}), ${longestText + 1})`),
    answer: "text",
  });
  const lengths = [
    measure("min_length", `min(length(${c}))`),
    measure("max_length", `max(length(${c}))`),
  ];
  if (cheap) return lengths;
  return [
    ...lengths,
    measure("mean_length", double(`avg(length(${c}))`)),
    measure("untrimmed_count", countIf(isUntrimmed(c))),
    end("min"),
    end("max"),
  ];
}

/** What grouping the column has answered to `planTexts` already; undefined where its texts were not looked at. */
export function groupedTexts(
  measures: readonly Measure[],
  { texts, rows }: Pick<Distribution, "texts" | "rows">,
): readonly { measure: Measure; cell: string | number | boolean | null }[] | undefined {
  if (texts === undefined) return undefined;
  const cells: Readonly<Record<string, string | number | boolean | null>> = {
    min_length: texts.minLength,
    max_length: texts.maxLength,
    mean_length: rows === 0 ? null : texts.totalLength / rows,
    untrimmed_count: texts.untrimmed ?? 0,
    min: texts.min,
    max: texts.max,
  };
  return measures.map((measure) => ({ measure, cell: cells[measure.metric] ?? null }));
}
