import type { Refusal } from "./refusal.ts";

/** A table or view as a statement names it. */
export interface NamedRelation {
  database?: string;
  schema?: string;
  name: string;
  /** What the statement calls it; its own name when it gives none. */
  alias: string;
}

export type SqlVerdict =
  | {
      kind: "allow";
      /** What the statement is: rows, the plan of a query, or a setting. */
      statement: "select" | "explain" | "show" | "describe";
      /** It has places for values that somebody must give. */
      hasParameters: boolean;
      /** Without common table expressions. */
      relations: readonly NamedRelation[];
      /** Names that a catalogue could have given another meaning, lower case. */
      functions: readonly string[];
      operators: readonly string[];
      /** Last parts of all column references, as written. */
      columns: readonly string[];
    }
  | ({ kind: "refused" } & Refusal);
