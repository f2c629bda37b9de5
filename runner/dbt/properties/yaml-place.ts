import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Dash } from "./property-lines.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";

/** Where things stand in a YAML text, as far as something can be put beside them. Offsets in UTF-16. */

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The line break that ends the line of an offset, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  if (found === -1) return text.length;
  return found > at && text[found - 1] === "\r" ? found - 1 : found;
}

/** The line break that lines around an offset end with. */
export function lineBreak(text: string, at: number): string {
  const found = text.indexOf("\n", at);
  const near = found === -1 ? text.lastIndexOf("\n") : found;
  return near > 0 && text[near - 1] === "\r" ? "\r\n" : "\n";
}

/** How many spaces stand before the keys of a mapping in block style; undefined when something else does. */
export function keyColumn(text: string, map: YAMLMap): number {
  const [first] = map.items;
  const at = isNode(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
  const before = text.slice(lineStart(text, at), at).replace(/^\ufeff/, "");
  // The first key of a list's item stands after its dash, and perhaps an anchor.
  if (map.flow !== true && /^(?: *- +)? *$/.test(before)) return before.length;
  throw new UnsafeEdit("an entry is written in a way that cannot be continued");
}

/** How a list is written: where its dashes stand, and whether blank lines stand between its items. */
export function dashesOf(text: string, list: YAMLSeq): Dash & { isSpaced: boolean } {
  const items = list.items.filter(isNode);
  const dash = items.map((item) => dashOf(text, item)).find((found) => found !== undefined);
  if (dash === undefined || list.flow === true) {
    throw new UnsafeEdit("a list is written in a way that cannot be continued");
  }
  const spaced = items.slice(1).filter((item) => {
    let start = lineStart(text, dashBefore(text, item));
    while (start > 0) {
      const above = text.slice(lineStart(text, start - 1), start).trim();
      if (!above.startsWith("#")) return above === "";
      start = lineStart(text, start - 1);
    }
    return false;
  });
  return { ...dash, isSpaced: spaced.length > 0 && spaced.length * 2 >= items.length - 1 };
}

/** Where the dash of a list item stands and how many spaces follow it; undefined when it is written otherwise. */
function dashOf(text: string, item: Node): Dash | undefined {
  const at = dashBefore(text, item);
  const line = text.slice(at, lineEnd(text, at)).replace(/^\ufeff/, "");
  const [, before, after = ""] = /^( *)-(?:( +)(?=[^ #])|\s|$)/.exec(line) ?? [];
  return before === undefined ? undefined : { column: before.length, gap: after.length || 1 };
}

/** The dash that an item follows, with an anchor or a comment between them perhaps. */
function dashBefore(text: string, item: Node): number {
  let start = lineStart(text, item.range?.[0] ?? 0);
  for (let lines = 0; lines < 5; lines++) {
    if (/^\ufeff? *-(?:\s|$)/.test(text.slice(start, start + 200)) || start === 0) break;
    start = lineStart(text, start - 1);
  }
  return start;
}

/** Just behind the colon of a member. */
export function colonOf(text: string, { key }: Pair): number {
  const end = isNode(key) ? (key.range?.[1] ?? 0) : 0;
  const found = text.indexOf(":", end);
  if (text.slice(end, found).trim() === "") return found + 1;
  throw new UnsafeEdit("a key is written in a way that cannot be continued");
}

/** Where a node ends; 0 when it is not written. */
export function endOffset(node: unknown): number {
  return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}

/** The end of the last line that belongs to a node: what is put there comes before later comments. */
export function endOf(text: string, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) return endOfPair(text, last);
  }
  if (isSeq(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isNode(last)) return endOf(text, last);
  }
  // Blank lines after a block belong to it only when its header says so.
  const keepsBlankLines = isScalar(node) && /^[|>]\d?\+/.test(text.slice(start, start + 3));
  if (keepsBlankLines)
    return text[end - 1] === "\n" ? lineEnd(text, lineStart(text, end - 1)) : end;
  return lineEnd(text, Math.max(start, text.slice(0, end).trimEnd().length));
}

export function endOfPair(text: string, { key, value }: Pair): number {
  const hasValue =
    isNode(value) && !(isScalar(value) && value.source === "" && value.type === "PLAIN");
  if (hasValue) return endOf(text, value);
  return lineEnd(text, isNode(key) ? (key.range?.[1] ?? 0) : 0);
}

/** Where something can be put below a node: after the comments that stand deeper than `column` right below it. */
export function endWithComments(text: string, end: number, column: number): number {
  let at = end;
  for (;;) {
    const next = text.indexOf("\n", at);
    if (next === -1) return at;
    const [, spaces] = /^( *)#/.exec(text.slice(next + 1, lineEnd(text, next + 1))) ?? [];
    if (spaces === undefined || spaces.length <= column) return at;
    at = lineEnd(text, next + 1);
  }
}

export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** Not written here, or written for others too: to change it would change them. */
export function isShared(node: unknown, aliased: ReadonlySet<string>): boolean {
  if (isAlias(node)) return true;
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined && aliased.has(node.anchor)) return true;
  }
  return isMap(node) && node.items.some(({ key }) => isScalar(key) && key.value === "<<");
}

export function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
