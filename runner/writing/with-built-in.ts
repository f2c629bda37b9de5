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

function placeOf({ part, column, about }: Statement): string {
  const relationship = part === "relationship" ? (about ?? "").replace(/: [^:]*$/, "") : "";
  return JSON.stringify([part, (column ?? "").toLowerCase(), relationship]);
}
