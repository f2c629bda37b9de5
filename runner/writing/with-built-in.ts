import { readMarks } from "../facts/read-marks.ts";
import type { Statement } from "../facts/statement.ts";

/**
 * The statements of a language model, and in every place where it said nothing those of the built-in writer.
 * A place: a part of the relation, a column, the options of a column, a relationship. In the order of reading.
 */
export function withBuiltIn(
  written: readonly Statement[],
  builtIn: readonly Statement[],
): readonly Statement[] {
  const taken = new Set(written.map(placeOf));
  // The same text twice, in two answers, is one.
  const unique = [
    ...new Map(written.map((one) => [`${placeOf(one)} ${one.about} ${one.marked}`, one])).values(),
  ];
  return [...unique, ...builtIn.filter((one) => !taken.has(placeOf(one)))];
}

/**
 * What the built-in writer says now where its own sentences of the last time do not hold any more: those of the
 * same place that stand on the same facts.
 */
export function renewed(
  refused: readonly Statement[],
  builtIn: readonly Statement[],
): readonly Statement[] {
  const old = refused.filter(({ by }) => by === "built-in");
  return builtIn.filter((one) =>
    old.some(
      (other) =>
        placeOf(other) === placeOf(one) &&
        other.about === one.about &&
        other.marked !== one.marked &&
        factsIn(other).some((id) => factsIn(one).includes(id)),
    ),
  );
}

function factsIn({ marked }: Statement): readonly string[] {
  return readMarks(marked).marks.flatMap(({ ids }) => ids);
}

function placeOf({ part, column, about }: Statement): string {
  const relationship = part === "relationship" ? (about ?? "").replace(/: [^:]*$/, "") : "";
  return JSON.stringify([part, (column ?? "").toLowerCase(), relationship]);
}
