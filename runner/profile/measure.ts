/** One number that is asked of a relation. */
export interface Measure {
  /** undefined: of the whole relation. */
  column: string | undefined;
  metric: string;
  argument?: string;
  /** An aggregate over the relation. */
  expression: string;
  method: "exact" | "approximate";
  /** Text as it is, or a number or a time wherever the answer is one. */
  answer: "number" | "text" | "time";
}
