/** Longest comment that is taken for a purpose, in characters. */
const maxLength = 300;

/**
 * What the comment at the top of a model says of it, on one line; undefined when there is none that can
 * stand in documentation: a number in it was not measured in this run.
 */
export function purposeOf(sql: string): string | undefined {
  const start = sql.trimStart().replace(/^\{\{-?\s*config\([\s\S]*?\)\s*-?\}\}\s*/, "");
  const lines = /^(?:--[^\n]*\n\s*)+/.exec(start)?.[0];
  const block = /^(?:\{#-?([\s\S]*?)-?#\}|\/\*([\s\S]*?)\*\/)/.exec(start);
  const comment = lines?.replace(/^\s*--+/gm, "") ?? block?.[1] ?? block?.[2];
  const text = comment
    ?.replace(/^\s*\*/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  if (text === undefined || text === "" || text.length > maxLength) return undefined;
  // Switched-off SQL, notes to linters and to oneself are no purpose.
  const isProse =
    /^[\p{Lu}]/u.test(text) && / /.test(text) && !/[{}<>;=\d]|\bTODO\b|\bnoqa\b/i.test(text);
  return isProse ? text : undefined;
}
