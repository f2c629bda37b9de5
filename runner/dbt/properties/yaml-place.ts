import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";

/** Where things stand in a YAML text, as far as something can be put beside them. Offsets in UTF-16. */

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The line break that ends the line of an offset, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  if (found === -1) return text.length;
  return text[found - 1] === "\r" ? found - 1 : found;
}

/** The line break that lines around an offset end with. */
export function lineBreak(text: string, at: number): string {
  const found = text.indexOf("\n", at);
  const near = found === -1 ? text.lastIndexOf("\n") : found;
  return near > 0 && text[near - 1] === "\r" ? "\r\n" : "\n";
}

/** How many spaces stand before a node on its line; undefined when something else does. */
export function columnOf(text: string, at: number): number | undefined {
  const before = text.slice(lineStart(text, at), at);
  // A list item's first key stands after its dash.
  return /^(?: *- )? *$/.test(before.replace(/^\ufeff/, ""))
    ? before.replace(/^\ufeff/, "").length
    : undefined;
}

/** Where the dash of a list item stands and how many spaces follow it; undefined when it is written otherwise. */
export function dashOf(text: string, item: Node): { column: number; gap: number } | undefined {
  const at = item.range?.[0] ?? 0;
  const match = /^( *)-( +)$/.exec(text.slice(lineStart(text, at), at));
  if (match === null) return undefined;
  return { column: match[1]?.length ?? 0, gap: match[2]?.length ?? 1 };
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
  const hasValue = isNode(value) && !(isScalar(value) && value.source === "");
  if (hasValue) return endOf(text, value);
  return lineEnd(text, isNode(key) ? (key.range?.[1] ?? 0) : 0);
}

export function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** Not written here, or written for others too: to change it would change them. */
export function isShared(node: unknown): boolean {
  if (isAlias(node)) return true;
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined) return true;
  }
  return isMap(node) && node.items.some(({ key }) => isScalar(key) && key.value === "<<");
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
