import type { RelationName } from "../dbt/find-relations.ts";
import type { ColumnFamily } from "./column-family.ts";
import type { NumberlessFact } from "./to-facts.ts";

/** What the values of a column are for, judged by its name, its type and what was measured. */
export type SemanticClass =
  | "key"
  | "foreign_key"
  | "enum"
  | "flag"
  | "money"
  | "ratio"
  | "quantity"
  | "event_time"
  | "audit_time"
  | "email"
  | "url"
  | "phone"
  | "personal"
  | "json"
  | "text"
  | "other";

/** A measured column, with what the search for keys needs of it. */
export interface ColumnProfile {
  name: string;
  /** The warehouse's own name of it. */
  type: string;
  family: ColumnFamily;
  semantics: SemanticClass;
  nonNull: number;
  /** Exact; undefined where it was not counted exactly: nothing unique may be concluded then. */
  distinct: number | undefined;
  /** Whether each non-null value occurs once; undefined where that was not tested on every row. */
  isUnique: boolean | undefined;
  min: number | string | undefined;
  max: number | string | undefined;
  /** Mean length of the text, in characters. */
  meanLength: number | undefined;
  /** The smallest hashes of the distinct values, ascending, as decimal text; complete when there are fewer than 128. */
  sketch: readonly string[] | undefined;
}

/** Everything that was measured of a relation. */
export interface RelationProfile {
  /** dbt's name of it: `fct_orders`, or `source.table`. */
  subject: string;
  relation: RelationName;
  /** ISO 8601, UTC. */
  at: string;
  rows: number;
  /** `sample`: shares and quantiles come of a seeded sample; counts and ranges are of all rows even so. */
  method: "exact" | "sample";
  columns: readonly ColumnProfile[];
  facts: readonly NumberlessFact[];
  /** What could not be measured and why, as sentences. */
  notes: readonly string[];
}
