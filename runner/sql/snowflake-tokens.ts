export interface SnowflakeToken {
  kind: "word" | "quoted" | "string" | "number" | "sign";
  /** Words in lower case; of quoted names and strings what they say. */
  text: string;
}

const patterns = {
  // The slashes of `//` make a comment too; block comments do not nest.
  space: /(?:\s+|--[^\n\r]*|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/y,
  quoted: /"((?:[^"]|"")*)"/y,
  string: /'((?:[^'\\]|\\[\s\S]|'')*)'/y,
  dollars: /\$\$([\s\S]*?)\$\$/y,
  number: /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy,
  word: /[\p{L}_][\p{L}\p{N}_$]*/uy,
  sign: /->>|=>|->|::|<=|>=|<>|!=|\|\||\$\d+|\$[\p{L}_]\w*|[^\s\p{L}\p{N}]/uy,
};

/** The words of a statement as Snowflake's lexer cuts it; undefined where it cannot be cut. */
export function cutSnowflake(sql: string): SnowflakeToken[] | undefined {
  const tokens: SnowflakeToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(sql);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < sql.length) {
    if (take(patterns.space) !== null) continue;
    const token = next(take);
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function next(take: (pattern: RegExp) => RegExpExecArray | null): SnowflakeToken | undefined {
  const quoted = take(patterns.quoted);
  if (quoted !== null) return { kind: "quoted", text: (quoted[1] ?? "").replaceAll('""', '"') };
  const string = take(patterns.string) ?? take(patterns.dollars);
  if (string !== null) return { kind: "string", text: string[1] ?? "" };
  const number = take(patterns.number);
  if (number !== null) return { kind: "number", text: number[0] };
  const word = take(patterns.word);
  if (word !== null) return { kind: "word", text: word[0].toLowerCase() };
  const sign = take(patterns.sign);
  // A quote that is not closed, or the begin of a comment without its end.
  if (sign === null || sign[0] === "'" || sign[0] === '"') return undefined;
  return { kind: "sign", text: sign[0] };
}
