import type { Part, Statement } from "../facts/statement.ts";

/** A sentence of the built-in writer about the whole relation. */
export function state(part: Part, marked: string): Statement {
  return { part, marked, by: "built-in" };
}

/** What a sentence about a column is about, in the order in which it is read. */
export const columnHeadings = ["meaning", "distribution", "usage", "watch"] as const;
export type ColumnHeading = (typeof columnHeadings)[number];

export function stateColumn(column: string, about: ColumnHeading, marked: string): Statement {
  return { part: "column", column, about, marked, by: "built-in" };
}
