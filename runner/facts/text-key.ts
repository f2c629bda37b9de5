import type { Statement } from "./statement.ts";

/**
 * In which of a documentation's texts a statement stands: `` of the relation, the column's name, `column = value`
 * of an option, `column -> parent.column` of a relationship.
 */
export function textKey({
  part,
  column,
  about,
}: Pick<Statement, "part" | "column" | "about">): string {
  if (part === "option" && column !== undefined && about !== undefined)
    return `${column} = ${about}`;
  if (part === "relationship" && about !== undefined) return about.split(": ")[0] ?? about;
  return column ?? "";
}

/** The text that a statement stands in; names are looked up whatever their case. */
export function textOf(
  statement: Pick<Statement, "part" | "column" | "about">,
  texts: Readonly<Record<string, string>>,
): { key: string; text: string } | undefined {
  const wanted = textKey(statement);
  const keys = [wanted, statement.column ?? ""];
  for (const key of keys) {
    const found = Object.keys(texts).find((name) => name.toLowerCase() === key.toLowerCase());
    const text = found === undefined ? undefined : texts[found];
    if (found !== undefined && text !== undefined) return { key: found, text };
  }
  return undefined;
}
