import { type Dialect, dialects } from "./dialect.ts";
import { privateClass } from "./is-private.ts";
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
  const others = [
    measure("mean_length", double(`avg(length(${c}))`)),
    measure("untrimmed_count", countIf(isUntrimmed(c))),
  ];
  return isPrivate(name)
    ? [...lengths, ...others]
    : [...lengths, ...others, end("min"), end("max")];
}

/** What people keep to themselves is not even asked for. */
function isPrivate(name: string): boolean {
  const found = privateClass("", name, "text");
  return found !== undefined && found !== "url";
}
