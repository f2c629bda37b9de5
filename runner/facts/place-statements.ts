import type { Span } from "./claim.ts";
import { findReworded } from "./find-reworded.ts";
import { findEdited, findSentence } from "./find-sentence.ts";
import { readMarks } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";
import { textKey } from "./text-key.ts";
import { withTexts } from "./with-texts.ts";

/** Where a statement stands in the property file's texts. */
export interface PlacedStatement extends Span {
  /** As it was written. */
  original: Statement;
  /** As it stands: with the numbers, dates, quoted values, or the word or two, that somebody put in. */
  standing: Statement;
  key: string;
  isEdited: boolean;
}

export interface Placement {
  placed: readonly PlacedStatement[];
  /** What else stands in the texts of which we wrote something: of the same length, our sentences blank. */
  rest: ReadonlyMap<string, string>;
}

/** Looks for each statement in the texts. What is not found was taken out, or is in other words now. */
export function placeStatements(
  statements: readonly Statement[],
  texts: Readonly<Record<string, string>>,
  names: ReadonlySet<string>,
): Placement {
  const keys = new Map(Object.keys(texts).map((key) => [key.toLowerCase(), key]));
  const rest = new Map<string, string>();
  const found = new Map<Statement, PlacedStatement>();
  const keyOf = (statement: Statement) =>
    [textKey(statement), statement.column ?? ""]
      .flatMap((wanted) => keys.get(wanted.toLowerCase()) ?? [])
      .at(0);
  const take = (key: string, { start, end }: Span) => {
    const text = restOf(key);
    rest.set(key, text.slice(0, start) + " ".repeat(end - start) + text.slice(end));
  };
  const restOf = (key: string) => rest.get(key) ?? texts[key] ?? "";

  for (const original of statements) {
    const key = keyOf(original);
    if (key === undefined) continue;
    rest.set(key, restOf(key));
    const span = findSentence(readMarks(original.marked).plain, restOf(key));
    if (span === undefined) continue;
    found.set(original, { original, standing: original, key, isEdited: false, ...span });
    take(key, span);
  }
  // Only then those that were changed: another's sentence may have the same words.
  for (const original of statements) {
    const key = keyOf(original);
    if (key === undefined || found.has(original)) continue;
    const { plain, marks } = readMarks(original.marked);
    const claims = readSentences(plain, marks, names).flatMap((sentence) => sentence.claims);
    const edited = findEdited(plain, claims, restOf(key));
    if (edited === undefined) continue;
    const { start, end, texts: changed } = edited;
    const standing = { ...original, marked: withTexts(plain, marks, changed) };
    found.set(original, { original, standing, key, isEdited: true, start, end });
    take(key, { start, end });
  }
  for (const original of statements) {
    const key = keyOf(original);
    const read = readMarks(original.marked);
    if (key === undefined || found.has(original) || read.marks.length === 0) continue;
    const reworded = findReworded(read, restOf(key), names);
    if (reworded === undefined) continue;
    const { start, end, plain, marks } = reworded;
    const standing = { ...original, marked: withTexts(plain, marks, new Map()) };
    found.set(original, { original, standing, key, isEdited: true, start, end });
    take(key, { start, end });
  }
  return { placed: statements.flatMap((statement) => found.get(statement) ?? []), rest };
}
