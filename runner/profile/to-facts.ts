import type { Fact } from "#agents-schema/fact.ts";
import { factValue } from "./fact-value.ts";
import type { Measure } from "./measure.ts";

type Cell = string | number | boolean | null;

/** A fact before it has its number in the run. */
export type NumberlessFact = Omit<Fact, "id">;

/** Counts of which nothing is said when they are zero: the smallest value, or another count, says it too. */
const silentAtZero = new Set([
  "null_share",
  "zero_count",
  "negative_count",
  "nan_count",
  "infinite_count",
  "untrimmed_count",
  "future_count",
]);
/** Sums of doubles: their last digits are chance. */
const rounded = new Set(["mean", "stddev", "mean_length"]);
const roundedDigits = 12;

/**
 * One fact for each measure that has an answer. A fact's query gives its value alone; here it was run
 * together with its siblings, and perhaps on a copy of the relation.
 */
export function toFacts(
  about: {
    subject: string;
    /** The relation as it stands in FROM. */
    from: string;
    at: string;
  },
  measures: readonly Measure[],
  row: readonly Cell[],
): readonly NumberlessFact[] {
  return measures.flatMap(({ column, metric, argument, expression, method, answer }, index) => {
    const value = factValue(row[index] ?? null, answer);
    if (value === null || (value === 0 && silentAtZero.has(metric))) return [];
    return [
      {
        subject: column === undefined ? about.subject : `${about.subject}.${column}`,
        metric,
        ...(argument === undefined ? {} : { argument }),
        value:
          rounded.has(metric) && typeof value === "number"
            ? Number(value.toPrecision(roundedDigits))
            : value,
        method,
        query: `select ${expression} from ${about.from}`,
        at: about.at,
      },
    ];
  });
}
