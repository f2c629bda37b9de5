import type { Scalar } from "yaml";
import { scalarSource } from "./scalar-source.ts";
import type { TextSplice } from "./text-splice.ts";
import { lineBreak, lineEnd, lineStart } from "./yaml-place.ts";
import { isPlain, maxWidth, quoted } from "./yaml-text.ts";

/**
 * Turns the value of a scalar into another by changing only the characters that differ, so that its style and
 * its line breaks stay. undefined: that cannot be had.
 */
export function changeScalar(text: string, scalar: Scalar, target: string): TextSplice | undefined {
  const source = scalarSource(text, scalar);
  const { value, type } = scalar;
  if (source === undefined || typeof value !== "string" || value === "") return undefined;
  const { units, indent } = source;
  const { start, end, put } = difference(value, target);
  const before = units[start - 1];
  const first = units[start];
  const at = end > start ? first?.from : (before?.until ?? first?.from);
  const until = end > start ? units[end - 1]?.until : at;
  if (at === undefined || until === undefined) return undefined;

  const written = encode(put, { type, indent, eol: lineBreak(text, at), next: value[end] });
  if (written === undefined) return undefined;
  if (type === "PLAIN" && !isPlain(target.replaceAll(/\s+/g, " "))) return undefined;
  const splice = { at, until, text: written };
  if (!isRight(text, { scalar, target }, splice)) return undefined;
  const mayWrap = type === "PLAIN" || type === "BLOCK_FOLDED";
  return mayWrap && isTooLong(text, scalar, splice) ? undefined : splice;
}

/** The one stretch in which two texts differ, beginning at a line's end rather than at its start. */
function difference(value: string, target: string) {
  let start = 0;
  const most = Math.min(value.length, target.length);
  while (start < most && value[start] === target[start]) start++;
  let tail = 0;
  while (tail < most - start && value.at(-1 - tail) === target.at(-1 - tail)) tail++;
  // Half of a character beyond 16 bits is no difference.
  if (/[\ud800-\udbff]$/.test(value.slice(0, start))) start--;
  if (/^[\udc00-\udfff]/.test(value.slice(value.length - tail))) tail--;
  let end = value.length - tail;
  let put = target.slice(start, target.length - tail);
  while (start > 0 && value[start - 1] === "\n") {
    const isInserted = end === start && put.endsWith("\n");
    const isRemoved = put === "" && value[end - 1] === "\n" && end > start;
    if (!isInserted && !isRemoved) break;
    if (isInserted) put = `\n${put.slice(0, -1)}`;
    start--;
    end--;
  }
  return { start, end, put };
}

function encode(
  put: string,
  how: { type: Scalar["type"]; indent: number | undefined; eol: string; next: string | undefined },
): string | undefined {
  const { type, indent = 0, eol, next } = how;
  if (type === "QUOTE_DOUBLE")
    return put.includes("\n") ? undefined : quoted(put).inline.slice(1, -1);
  if (quoted(put).inline.includes("\\u")) return undefined;
  if (type === "BLOCK_LITERAL") {
    // Blank lines are not indented.
    const isBlankNext = next === "\n" || next === undefined;
    return put.replaceAll(/\n(?=(.?))/gs, (_, following: string, offset: number) => {
      const isBlank = offset === put.length - 1 ? isBlankNext : following === "\n";
      return isBlank ? eol : eol + " ".repeat(indent);
    });
  }
  if (put.includes("\n")) return undefined;
  return type === "QUOTE_SINGLE" ? put.replaceAll("'", "''") : put;
}

/** Reads the changed scalar again. */
function isRight(
  text: string,
  { scalar, target }: { scalar: Scalar; target: string },
  splice: TextSplice,
): boolean {
  const [from, until] = scalar.range ?? [0, 0];
  const changed =
    text.slice(from, splice.at) +
    splice.text +
    text.slice(splice.until, Math.max(until, splice.until));
  const again: Scalar = Object.assign(Object.create(Object.getPrototypeOf(scalar)), scalar);
  again.value = target;
  again.range = [0, changed.length, changed.length];
  return scalarSource(changed, again) !== undefined;
}

/** Would the changed line be longer than lines are, and than it was? */
function isTooLong(text: string, scalar: Scalar, { at, until, text: put }: TextSplice): boolean {
  const [from, end] = scalar.range ?? [0, 0];
  const length = at - lineStart(text, at) + put.length + (lineEnd(text, until) - until);
  const longest = Math.max(
    ...text
      .slice(lineStart(text, from), end)
      .split("\n")
      .map((line) => line.length),
  );
  return length > maxWidth && length > longest;
}
