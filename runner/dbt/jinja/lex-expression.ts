import type { JinjaBlock, JinjaToken } from "./jinja-token.ts";

const number = /\d+(?:_\d+)*(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const spaces = /\s+/y;
const double = new Set(["==", "!=", "<=", ">=", "//", "**"]);
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/**
 * The tokens of one block whose inside begins at `start`, up to its end. `unclosed` says what has no end; the
 * text is lexed no further then. Linear in the text.
 */
export function lexExpression(
  text: string,
  start: number,
  kind: JinjaBlock["kind"],
): { tokens: JinjaToken[]; end: number; unclosed: string | undefined } {
  const closing = kind === "expression" ? "}}" : "%}";
  const closingCode = closing.charCodeAt(0);
  const tokens: JinjaToken[] = [];
  const first = text.charCodeAt(start);
  // `{%-` and `-%}` are about white space.
  let at = first === 45 || first === 43 ? start + 1 : start;
  let open = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    // A dictionary may end right before the expression does: {{ f({'a': {}}) }}.
    if (
      code === closingCode &&
      text.startsWith(closing, at) &&
      (open === 0 || kind === "statement")
    ) {
      const last = tokens.at(-1);
      const isTrim = last?.kind === "sign" && last.at === at - 1 && /^[-+]$/.test(last.text);
      return { tokens: isTrim ? tokens.slice(0, -1) : tokens, end: at + 2, unclosed: undefined };
    }
    if (code === 32 || (code >= 9 && code <= 13) || code > 127) {
      spaces.lastIndex = at;
      at = spaces.test(text) ? spaces.lastIndex : at + 1;
      continue;
    }
    if (code === 34 || code === 39) {
      const end = endOfString(text, at, code);
      if (end < 0) return { tokens, end: text.length, unclosed: "a string" };
      tokens.push({ kind: "string", text: withoutEscapes(text.slice(at + 1, end)), at });
      at = end + 1;
      continue;
    }
    const isNumber = code >= 48 && code <= 57;
    if (isNumber || isLetter(code)) {
      const end = isNumber ? endOfNumber(text, at) : endOfWord(text, at);
      tokens.push({ kind: isNumber ? "number" : "name", text: text.slice(at, end), at });
      at = end;
      continue;
    }
    const two = text.slice(at, at + 2);
    const sign = double.has(two) ? two : two.charAt(0);
    if (sign === "{") open++;
    if (sign === "}") open = Math.max(0, open - 1);
    tokens.push({ kind: "sign", text: sign, at });
    at += sign.length;
  }
  return { tokens, end: text.length, unclosed: kind === "expression" ? "{{" : "{%" };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function endOfWord(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (!isLetter(code) && !(code >= 48 && code <= 57)) return at;
  }
}

function endOfNumber(text: string, start: number): number {
  number.lastIndex = start;
  return number.test(text) ? number.lastIndex : start + 1;
}

/** -1: it has no end. */
function endOfString(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return at;
  }
  return -1;
}

function withoutEscapes(quoted: string): string {
  if (!quoted.includes("\\")) return quoted;
  return quoted.replace(/\\([\s\S])/g, (_, sign: string) => escapes[sign] ?? sign);
}
