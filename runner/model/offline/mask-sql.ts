/** A dbt model's SQL in which only SQL is left, character for character where it was. */
export interface MaskedSql {
  /** Comments and `{% … %}` are spaces; strings are `'~~~'`; `{{ … }}` is a word of `$` signs. */
  text: string;
  /** There are `{% … %}` blocks other than config: what the SQL says may depend on them. */
  hasControl: boolean;
}

const pieces =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\})|(?<string>'(?:[^']|'')*')|(?<expression>\{\{[\s\S]*?\}\})|(?<control>\{%[\s\S]*?%\})/g;

/** Blanks out what is not SQL, so that positions and line numbers stay true. */
export function maskSql(sql: string): MaskedSql {
  let hasControl = false;
  const text = sql.replace(pieces, (piece, ...rest) => {
    const groups: unknown = rest.at(-1);
    const kind = kindOf(groups);
    if (kind === "control") hasControl = true;
    if (kind === "string") return `'${"~".repeat(piece.length - 2)}'`;
    if (kind === "expression" && !/^\{\{-?\s*config\b/.test(piece)) return fill(piece, "$");
    return fill(piece, " ");
  });
  return { text, hasControl };
}

function kindOf(groups: unknown): string | undefined {
  if (typeof groups !== "object" || groups === null) return undefined;
  return Object.entries(groups).find(([, value]) => value !== undefined)?.[0];
}

function fill(piece: string, sign: string): string {
  return piece.replace(/[^\n]/g, () => sign);
}
