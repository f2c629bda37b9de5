/** Where a statement stands in a documentation, in the order in which it is read. */
export const parts = [
  "overview",
  "purpose",
  "contents",
  "lineage",
  "patterns",
  "usage",
  "context",
  "relationship",
  "column",
  "option",
] as const;
export type Part = (typeof parts)[number];

/**
 * One sentence or bullet. In `marked`, each measured number, date, quoted value and absolute claim
 * (unique, never, always, no nulls, only, all) is followed by the id of the fact that it stands on:
 * `58% {F17} of the rows are 'web' {F17}.` Without the marks it is what people read.
 */
export interface Statement {
  part: Part;
  /** undefined: about the whole relation. */
  column?: string | undefined;
  /**
   * Of an option: the value. Of a relationship: `<column> -> <parent subject>.<parent column>` and, after
   * `: `, its heading (`Coverage`).
   */
  about?: string | undefined;
  marked: string;
  /** Where the words come from: `built-in`, `model`, or `node.column` that they were inherited from. */
  by: string;
}
