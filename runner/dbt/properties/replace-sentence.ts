import { editText } from "./edit-text.ts";
import { findSentence } from "./find-sentence.ts";
import type { TextPlace } from "./find-text.ts";
import { isCode } from "./leave-out-code.ts";
import { plainText } from "./yaml-value.ts";

/**
 * Puts one sentence of a description in the place of another, in whatever way it is written. Nothing else is
 * changed. Refused, with the reason, unless the old sentence is there exactly once.
 */
export function replaceSentence(
  text: string,
  place: TextPlace,
  before: string,
  after: string,
): { text: string } | { refused: string } {
  const sentence = plainText(after).replaceAll(/\s+/g, " ");
  if (isCode(sentence, { isDescription: false })) {
    return { refused: "the sentence holds `{{`, `{%` or `{#`, which dbt would carry out" };
  }
  return editText(text, place, (value) => {
    const { start, end } = findSentence(value, before);
    return value.slice(0, start) + reworded(value.slice(start, end), sentence) + value.slice(end);
  });
}

/** A sentence with other words; between words that stay, so do spaces and line breaks. */
function reworded(old: string, sentence: string): string {
  const parts = old.split(/(\s+)/);
  const words = parts.filter((_, index) => index % 2 === 0);
  const wanted = sentence.split(" ");
  const most = Math.min(words.length, wanted.length);
  let head = 0;
  while (head < most && words[head] === wanted[head]) head++;
  let tail = 0;
  while (tail < most - head && words.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
  if (words.length === wanted.length) {
    return parts
      .map((part, index) => (index % 2 === 0 ? (wanted[index / 2] ?? part) : part))
      .join("");
  }
  const middle = wanted.slice(head, wanted.length - tail).join(" ");
  const before = parts.slice(0, head * 2).join("");
  const after = tail === 0 ? "" : parts.slice(1 - tail * 2).join("");
  return (before + middle + (middle === "" || after === "" ? "" : " ") + after).trimEnd();
}
