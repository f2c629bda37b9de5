/** A word, string, number or sign of a Jinja expression. */
export interface JinjaToken {
  kind: "name" | "string" | "number" | "sign";
  text: string;
}

const opening = /\{#|\{\{|\{%/g;
const raw = /^\{%[-+]?\s*raw\s*[-+]?%\}/;
const endOfRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const token =
  /\s+|(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|'(?<single>(?:[^'\\]|\\[\s\S])*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|(?<sign>[\s\S])/y;

/**
 * The Jinja expressions and statements of a text, each as its tokens. Comments and raw blocks are left
 * out; SQL comments are not, because dbt renders what stands in them. Linear in the text.
 */
export function lexJinja(text: string): readonly (readonly JinjaToken[])[] {
  const expressions: JinjaToken[][] = [];
  let at = 0;
  for (;;) {
    opening.lastIndex = at;
    const start = opening.exec(text)?.index;
    if (start === undefined) return expressions;
    if (text.startsWith("{#", start)) {
      at = after(text.indexOf("#}", start + 2), text, 2);
      continue;
    }
    const rawTag = text.startsWith("{%", start) ? raw.exec(text.slice(start, start + 40)) : null;
    if (rawTag !== null) {
      endOfRaw.lastIndex = start;
      at = endOfRaw.exec(text) === null ? text.length : endOfRaw.lastIndex;
      continue;
    }
    const { tokens, end } = lexExpression(text, start);
    expressions.push(tokens);
    at = end;
  }
}

function lexExpression(text: string, start: number): { tokens: JinjaToken[]; end: number } {
  const closing = text.startsWith("{{", start) ? "}}" : "%}";
  const tokens: JinjaToken[] = [];
  let at = start + 2;
  let open = 0;
  while (at < text.length) {
    // A dictionary may end right before the expression does: {{ f({'a': {}}) }}.
    if (text.startsWith(closing, at) && (open === 0 || closing === "%}")) {
      return { tokens, end: at + 2 };
    }
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) break;
    at = token.lastIndex;
    const { name, number, single, double, sign } = match.groups ?? {};
    if (sign === "{") open++;
    if (sign === "}") open = Math.max(0, open - 1);
    const quoted = single ?? double;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (quoted !== undefined) tokens.push({ kind: "string", text: withoutEscapes(quoted) });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return { tokens, end: text.length };
}

function withoutEscapes(quoted: string): string {
  return quoted.replace(/\\([\s\S])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));
}

function after(found: number, text: string, length: number): number {
  return found === -1 ? text.length : found + length;
}
