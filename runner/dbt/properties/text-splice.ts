import { isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { isShared, lineBreak, lineEnd } from "./yaml-place.ts";

/** Text put in the place of what stands from `at` up to `until`. */
export interface TextSplice {
  at: number;
  until: number;
  text: string;
}

/** Lines after the line that ends at `at`. */
export function linesBelow(text: string, at: number, lines: readonly string[]): TextSplice {
  const eol = lineBreak(text, at);
  return { at, until: at, text: lines.map((line) => `${eol}${line}`).join("") };
}

/** Lines after everything else. */
export function linesAtEnd(text: string, lines: readonly string[]): TextSplice {
  const eol = lineBreak(text, 0);
  const start = text === "" || text.endsWith("\n") ? "" : eol;
  return { at: text.length, until: text.length, text: `${start}${lines.join(eol)}${eol}` };
}

/** Members or items before the bracket that ends a collection in flow style. */
export function beforeBracket(text: string, node: YAMLMap | YAMLSeq, written: string): TextSplice {
  const end = (node.range?.[1] ?? 1) - 1;
  const at = text.slice(0, end).trimEnd().length;
  if (text.slice(at, end).includes("\n") || /#[^\n]*$/.test(text.slice(0, at))) {
    throw new UnsafeEdit("an entry in flow style spans several lines");
  }
  return { at, until: at, text: node.items.length === 0 ? written : `, ${written}` };
}

/** Lines in the place of a list that is empty or not there: `columns:` or `columns: []`. */
export function linesForEmptyList(
  text: string,
  { key, value }: Pair,
  lines: readonly string[],
): TextSplice[] {
  const isEmpty =
    value === null ||
    (isSeq(value) && value.items.length === 0) ||
    (isScalar(value) && value.value === null);
  if (!isEmpty || isShared(value)) throw new UnsafeEdit("a list of entries is expected");

  const colon = text.indexOf(":", isScalar(key) ? (key.range?.[1] ?? 0) : 0) + 1;
  const until = value === null ? colon : Math.max(colon, value.range?.[1] ?? colon);
  if (text.slice(colon, until).includes("\n")) throw new UnsafeEdit("a list spans several lines");
  return [{ at: colon, until, text: "" }, linesBelow(text, lineEnd(text, until), lines)];
}

/** Carries out splices of the same text from the last to the first; those at one place keep their order. */
export function applySplices(text: string, splices: readonly TextSplice[]): string {
  const ordered = splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((a, b) => b.at - a.at || b.index - a.index);
  let edited = text;
  for (const { at, until, text: put } of ordered) {
    edited = edited.slice(0, at) + put + edited.slice(until);
  }
  return edited;
}
