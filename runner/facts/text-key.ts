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
