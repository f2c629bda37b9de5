import { editText } from "./edit-text.ts";
import { findSentence } from "./find-sentence.ts";
import type { TextPlace } from "./find-text.ts";

/** What may stand in front of the only sentence of a line: a dash, a label. */
const lead = /^\s*(?:[-*•]\s+)?(?:[^\n:]{1,60}:\s*)?$/;
const bullet = /^\s*[-*•]\s/;

/**
 * Takes one sentence out of a description. A line, a bullet, that says nothing more goes with it, and so does
 * the heading of a list that is empty then. Refused unless the sentence is there exactly once.
 */
export function removeStatement(
  text: string,
  place: TextPlace,
  statement: string,
): { text: string } | { refused: string } {
  return editText(text, place, (value) => without(value, findSentence(value, statement)));
}

function without(value: string, { start, end }: { start: number; end: number }): string {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const found = value.indexOf("\n", end);
  const until = found === -1 ? value.length : found;
  const before = value.slice(from, start);
  const after = value.slice(end, until);
  if (after.trim() === "" && lead.test(before)) {
    return withoutLine(
      value.slice(0, from),
      value.slice(Math.min(value.length, until + 1)),
      before,
    );
  }
  return after.trim() === ""
    ? value.slice(0, from) + before.trimEnd() + value.slice(end)
    : value.slice(0, start) + value.slice(end).replace(/^[ \t]*\n?/, "");
}

function withoutLine(above: string, below: string, line: string): string {
  const lines = above.split("\n").slice(0, -1);
  const [next = ""] = below.split("\n", 1);
  const heading = lines.at(-1) ?? "";
  const isAlone = bullet.test(line) && /^[^-*•].*:$/.test(heading) && !bullet.test(next);
  if (isAlone) lines.pop();
  // Two blank lines would meet.
  const isBlankTwice = next.trim() === "" && (lines.at(-1) ?? "").trim() === "";
  const rest = isBlankTwice ? below.slice(next.length + 1) : below;
  return [...lines, rest].join("\n");
}
