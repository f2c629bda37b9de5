import type { Fact } from "#agents-schema/fact.ts";
import type { DbtProperties } from "../dbt/dbt-project.ts";
import type { CompositeKey, Relationship } from "../keys/relationship.ts";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { RelationProfile } from "../profile/relation-profile.ts";

/** A description of a column somewhere upstream that keeps its meaning here. */
export interface Inherited {
  column: string;
  text: string;
  /** `node.column` that it was written for. */
  origin: string;
  /**
   * `text`, the default: somebody's words. `origin`: nobody described it; the text is ours and says where the
   * values come from.
   */
  kind?: "text" | "origin";
  /** Of an `origin` that is computed: the SQL upstream; its literals may be said here too. */
  code?: string;
}

/** Everything that a writer may know of one model, seed, snapshot or source table. */
export interface Brief {
  name: string;
  kind: "model" | "seed" | "snapshot" | "source";
  /** Text of the file, with its Jinja; undefined for what has none. */
  sql: string | undefined;
  /** undefined: nothing could be measured; `unmeasured` says why. */
  profile: Omit<RelationProfile, "facts"> | undefined;
  unmeasured: string | undefined;
  /** With ids. Of the relation, its columns, its keys and its relationships. */
  facts: readonly Fact[];
  lineage: ColumnLineage;
  /** Names of what it reads, and of what reads it: models, seeds, snapshots, `source.table`, exposures. */
  upstream: readonly string[];
  downstream: readonly string[];
  relationships: readonly Relationship[];
  compositeKeys: readonly CompositeKey[];
  /** What people wrote of it already. */
  existing: DbtProperties;
  inherited: readonly Inherited[];
  /** Columns that may not be looked at. */
  denied: readonly string[];
}
