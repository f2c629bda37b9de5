import type { Fact } from "#agents-schema/fact.ts";
import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** A fact before it has its number in the run. */
export type NumberlessFact = Omit<Fact, "id">;

/** Counts of which nothing is said when they are zero: the smallest value, or another count, says it too. */
const silentAtZero = new Set(["null_share", "zero_count", "negative_count"]);

/**
 * One fact for each measure that has an answer. A fact's query gives its value alone; here it was run
 * together with its siblings.
 */
export function toFacts(
  about: {
    subject: string;
    relation: { database?: string; schema?: string; name: string };
    at: string;
  },
  measures: readonly Measure[],
  row: readonly Cell[],
): readonly NumberlessFact[] {
  return measures.flatMap(({ column, metric, expression, method, answer }, index) => {
    const value = answer === "number" ? toNumber(row[index] ?? null) : (row[index] ?? null);
    if (value === null || (value === 0 && silentAtZero.has(metric))) return [];
    return [
      {
        subject: column === undefined ? about.subject : `${about.subject}.${column}`,
        metric,
        value,
        method,
        query: `select ${expression} from ${quote.relation(about.relation)}`,
        at: about.at,
      },
    ];
  });
}

/** Decimals come as text: they are numbers wherever a double holds them exactly as written. */
function toNumber(cell: Cell): Cell {
  if (typeof cell !== "string" || !/^-?\d+(?:\.\d+)?$/.test(cell)) return cell;
  const number = Number(cell);
  const written = cell.includes(".") ? cell.replace(/\.?0+$/, "") : cell;
  return String(number) === written ? number : cell;
}
