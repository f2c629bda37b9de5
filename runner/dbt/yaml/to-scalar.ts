import { notPlain } from "./not-plain.ts";

const words = new Map<string, boolean | null>([
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);
const integer = /^(?:0|-?[1-9]\d{0,14})$/;
const decimal = /^-?(?:0|[1-9]\d{0,8})\.\d{1,6}$/;
const simpleEscapes = /^(?:[^\\]|\\[\\"nt])*$/;

/** The scalar that a line holds from its first sign on, with what may follow it; notPlain where that is not simple. */
export function toScalar(line: string): string | number | boolean | null | typeof notPlain {
  const first = line.charCodeAt(0);
  if (first === 34) return toDoubleQuoted(line);
  if (first === 39) return toSingleQuoted(line);
  const comment = line.indexOf(" #");
  const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  return toPlainScalar(text);
}

/** A scalar without quotes. */
export function toPlainScalar(text: string): string | number | boolean | null | typeof notPlain {
  const first = text.charCodeAt(0);
  const isLetter = (first >= 97 && first <= 122) || (first >= 65 && first <= 90) || first > 191;
  if (/: |:$|\t/.test(text)) return notPlain;
  if (isLetter) {
    const word = words.get(text);
    return word === undefined ? text : word;
  }
  if (text === "" || text === "~") return null;
  if ((first >= 48 && first <= 57) || first === 45) {
    if (integer.test(text) || decimal.test(text)) return Number(text);
    // Dates, versions, `0x…`, `1e5`: rare enough to ask.
    return /^\d+ [A-Za-z(]/.test(text) ? text : notPlain;
  }
  return first === 95 || first === 40 || first === 36 || first === 47 ? text : notPlain;
}

function toDoubleQuoted(line: string): string | typeof notPlain {
  let end = line.indexOf('"', 1);
  while (end > 0 && isEscaped(line, end)) end = line.indexOf('"', end + 1);
  if (end < 0 || !isRest(line, end + 1)) return notPlain;
  const inside = line.slice(1, end);
  if (!inside.includes("\\")) return inside;
  if (!simpleEscapes.test(inside)) return notPlain;
  return inside.replaceAll(/\\(.)/g, (_, sign: string) => {
    if (sign === "n") return "\n";
    return sign === "t" ? "\t" : sign;
  });
}

function toSingleQuoted(line: string): string | typeof notPlain {
  let end = line.indexOf("'", 1);
  while (end > 0 && line[end + 1] === "'") end = line.indexOf("'", end + 2);
  if (end < 0 || !isRest(line, end + 1)) return notPlain;
  return line.slice(1, end).replaceAll("''", "'");
}

function isEscaped(line: string, at: number): boolean {
  let count = 0;
  while (line[at - 1 - count] === "\\") count++;
  return count % 2 === 1;
}

/** Only a comment may follow a quoted text. */
function isRest(line: string, at: number): boolean {
  return /^\s*$|^\s+#/.test(line.slice(at));
}
