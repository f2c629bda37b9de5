import { UnsafeEdit } from "./unsafe-edit.ts";

/** Where a sentence stands in a text, however its words are spaced. Throws {@link UnsafeEdit} unless it is there once. */
export function findSentence(text: string, sentence: string): { start: number; end: number } {
  const words = sentence
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  if (words.join("") === "") throw new UnsafeEdit("no sentence is asked for");
  const [found, second] = text.matchAll(
    new RegExp(`(?<![^\\s(])${words.join("\\s+")}(?![^\\s)])`, "gu"),
  );
  if (found === undefined) throw new UnsafeEdit("the sentence is not there");
  if (second !== undefined) throw new UnsafeEdit("the sentence is there more than once");
  return { start: found.index, end: found.index + found[0].length };
}
