/** A word, string, number or sign of a statement. */
export interface SqlToken {
  text: string;
  /** Lower case, unless quoted. */
  word: string;
  /** Offset in the text that was read. */
  at: number;
  depth: number;
}

/** Longest text that is read, in characters: what is longer was generated. */
const maxLength = 100_000;
const pattern =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$\$[\s\S]*?\$\$|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|<>|!=|<=|>=|::|\|\||\S/gu;

/**
 * The text of a model as plain SQL: `ref` and `source` are quoted names, comments of Jinja are gone, and so
 * is what only an incremental run adds. undefined: its Jinja decides what the SQL is.
 */
export function toPlainSql(text: string): string | undefined {
  if (text.length > maxLength) return undefined;
  const plain = text
    .replace(/\{#[\s\S]*?#\}/g, " ")
    .replace(/\{\{-?\s*config\([\s\S]*?\)\s*-?\}\}/g, " ")
    .replace(
      /\{%-?\s*if\s+is_incremental\(\)\s*-?%\}(?:(?!\{%-?\s*(?:if|else|elif))[\s\S])*?\{%-?\s*endif\s*-?%\}/g,
      " ",
    )
    .replace(
      /\{\{-?\s*ref\(\s*(?:(['"])[\w.-]+\1\s*,\s*)?(['"])([\w.-]+)\2\s*\)\s*-?\}\}/g,
      (_, __, ___, name: string) => `"${name}"`,
    )
    .replace(
      /\{\{-?\s*source\(\s*(['"])([^'"]+)\1\s*,\s*(['"])([^'"]+)\3\s*\)\s*-?\}\}/g,
      (_, __, source: string, ___, table: string) => `"${source}.${table}"`,
    );
  return /\{%/.test(plain) ? undefined : plain;
}

/** Comments are left out. */
export function toTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const match of sql.matchAll(pattern)) {
    const [text] = match;
    if (text.startsWith("--") || text.startsWith("/*")) continue;
    if (text === ")") depth = Math.max(0, depth - 1);
    tokens.push({
      text,
      word: /^["`']/.test(text) ? text : text.toLowerCase(),
      at: match.index,
      depth,
    });
    if (text === "(") depth++;
  }
  return tokens;
}

/** A name without its quotes; unquoted ones in lower case. */
export function unquoted({ text, word }: SqlToken): string {
  return /^["`]/.test(text) ? text.slice(1, -1) : word;
}

/** Is it the name of something, quoted or not? */
export function isName(token: SqlToken | undefined): token is SqlToken {
  return token !== undefined && /^["`\p{L}_]/u.test(token.text);
}
