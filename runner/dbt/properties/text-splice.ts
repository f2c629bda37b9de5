import { isPair, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { endOffset, lineBreak } from "./yaml-place.ts";

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
  const start = text.replace(/^\ufeff/, "") === "" || text.endsWith("\n") ? "" : eol;
  return { at: text.length, until: text.length, text: `${start}${lines.join(eol)}${eol}` };
}

/** Members or items after the last one of a collection in flow style. */
export function beforeBracket(node: YAMLMap | YAMLSeq, written: string): TextSplice {
  const [start] = node.range ?? [0];
  const last: unknown = node.items.at(-1);
  if (last === undefined) return { at: start + 1, until: start + 1, text: written };
  const at = isPair(last) ? endOfMember(last) : endOffset(last);
  return { at, until: at, text: `, ${written}` };
}

function endOfMember(pair: Pair): number {
  const end = Math.max(endOffset(pair.value), endOffset(pair.key));
  if (end > 0) return end;
  throw new UnsafeEdit("an entry in flow style is written in a way that cannot be continued");
}

/** Carries out splices of the same text; those at one place keep their order. */
export function applySplices(text: string, splices: readonly TextSplice[]): string {
  const ordered = splices
    .map((splice, index) => ({ ...splice, index }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const parts: string[] = [];
  let from = 0;
  for (const { at, until, text: put } of ordered) {
    if (at < from) throw new UnsafeEdit("two changes meet at one place");
    parts.push(text.slice(from, at), put);
    from = until;
  }
  return parts.join("") + text.slice(from);
}
