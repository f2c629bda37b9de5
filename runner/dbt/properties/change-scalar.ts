import { diffArrays } from "diff";
import { Scalar } from "yaml";
import { scalarSource } from "./scalar-source.ts";
import { applySplices, type TextSplice } from "./text-splice.ts";
import { lineBreak, lineStart } from "./yaml-place.ts";
import { isPlain, maxWidth, quoted } from "./yaml-text.ts";

/**
 * Turns the value of a scalar into another by changing only the characters that differ, so that its style and
 * its line breaks stay. undefined: that cannot be had.
 */
export function changeScalar(
  text: string,
  scalar: Scalar,
  target: string,
): TextSplice[] | undefined {
  const source = scalarSource(text, scalar);
  const { value, type } = scalar;
  if (source === undefined || typeof value !== "string" || value === "") return undefined;
  if (type === "PLAIN" && !isPlain(target.replaceAll(/\s+/g, " "))) return undefined;
  const { units, indent } = source;
  const splices: TextSplice[] = [];
  const stretches = differences(value, target);
  for (const { start, end, put } of stretches) {
    const first = units[start];
    const at = end > start ? first?.from : (units[start - 1]?.until ?? first?.from);
    const until = end > start ? units[end - 1]?.until : at;
    if (at === undefined || until === undefined) return undefined;
    const written = encode(put, { type, indent, eol: lineBreak(text, at), next: value[end] });
    if (written === undefined) return undefined;
    splices.push({ at, until, text: written });
  }
  const changed = isRight(text, { scalar, target }, splices);
  if (changed === undefined) return undefined;
  // What is mostly another text is folded anew where its lines would be too long.
  const gone = stretches.reduce((sum, { start, end }) => sum + end - start, 0);
  const isFolded = type === "PLAIN" || type === "BLOCK_FOLDED";
  const isAnother = isFolded && gone > value.length / 2;
  return isAnother && isTooLong(text, scalar, changed) ? undefined : splices;
}

interface Stretch {
  start: number;
  end: number;
  put: string;
}

/** The stretches in which two texts differ, word by word. */
function differences(value: string, target: string): Stretch[] {
  const parts = diffArrays(value.split(/(\s+)/), target.split(/(\s+)/));
  const isKept = (part: (typeof parts)[number]) => part.added !== true && part.removed !== true;
  // Spaces alone are nothing in common.
  if (!parts.some((part) => isKept(part) && part.value.join("").trim() !== "")) {
    return [narrowed(value, { start: 0, end: value.length, put: target })];
  }
  const stretches: Stretch[] = [];
  let at = 0;
  let open: Stretch | undefined;
  for (const part of parts) {
    const said = part.value.join("");
    if (isKept(part)) open = undefined;
    else if (open === undefined) {
      open = { start: at, end: at, put: "" };
      stretches.push(open);
    }
    if (open !== undefined && part.added) open.put += said;
    if (part.added) continue;
    at += said.length;
    if (open !== undefined) open.end = at;
  }
  return stretches.map((stretch) => narrowed(value, stretch));
}

/** Without the characters at both ends that stay, and beginning at a line's end rather than at its start. */
function narrowed(value: string, stretch: Stretch): Stretch {
  let { start, end, put } = stretch;
  const isHalf = (at: number) => /[\ud800-\udbff]/.test(value[at - 1] ?? "");
  while (start < end && put !== "" && value[start] === put[0] && !isHalf(start + 1)) {
    start++;
    put = put.slice(1);
  }
  while (start < end && put !== "" && value[end - 1] === put.at(-1) && !isHalf(end - 1)) {
    end--;
    put = put.slice(0, -1);
  }
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

/** The changed scalar, read again; undefined when it does not come to what is wanted. */
function isRight(
  text: string,
  { scalar, target }: { scalar: Scalar; target: string },
  splices: readonly TextSplice[],
): string | undefined {
  const [from, until] = scalar.range ?? [0, 0];
  // What is put at the very end stands behind the scalar.
  const end = Math.max(until, ...splices.map((splice) => splice.until));
  const moved = splices.map((splice) => ({
    ...splice,
    at: splice.at - from,
    until: splice.until - from,
  }));
  const changed = applySplices(text.slice(from, end), moved);
  const again = new Scalar(target);
  if (scalar.type !== undefined) again.type = scalar.type;
  again.range = [0, changed.length, changed.length];
  return scalarSource(changed, again) === undefined ? undefined : changed;
}

/** Is a line longer than lines are, and than any was? */
function isTooLong(text: string, scalar: Scalar, changed: string): boolean {
  const [from, until] = scalar.range ?? [0, 0];
  const start = from - lineStart(text, from);
  const longest = (lines: string) =>
    Math.max(...lines.split("\n").map((line, index) => line.length + (index === 0 ? start : 0)));
  const length = longest(changed);
  return length > maxWidth && length > longest(text.slice(from, until));
}
