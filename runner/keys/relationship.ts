import type { NumberlessFact } from "../profile/to-facts.ts";

/** A column of a relation by dbt's name of it. */
export interface KeyColumn {
  subject: string;
  column: string;
}

/** Why two columns are thought to belong together. */
export type Evidence = "declared" | "join" | "name" | "values";

/** A foreign key that was verified on every row. */
export interface Relationship {
  child: KeyColumn;
  parent: KeyColumn;
  cardinality: "many-to-one" | "one-to-one";
  evidence: readonly Evidence[];
  /** Rows of the child, and those of them whose key is not null. */
  childRows: number;
  nonNull: number;
  /** Rows, and distinct keys among them, that have no parent. */
  orphanRows: number;
  orphanKeys: number;
  /** Share of the non-null rows that have a parent, 0 to 1. */
  coverage: number;
  /** Share of the parents that have a child, 0 to 1. */
  parentCoverage: number;
  /** Children of a parent that has any; nearest rank. */
  children: { p50: number; p95: number; max: number };
  /** `reference_coverage`, `orphan_rows`, `orphan_keys`, `parent_coverage`, `children_p50`, … with the parent (`subject.column`) as argument. */
  facts: readonly NumberlessFact[];
}

/** Columns that are unique only together, fewest first. */
export interface CompositeKey {
  subject: string;
  columns: readonly string[];
  /** `duplicate_rows` of the relation, with the columns as argument: `a, b`. */
  fact: NumberlessFact;
}
