/** What became of one model, seed, snapshot or source table. */
export interface DocumentedNode {
  /** dbt's name; of a source table `source.table`. */
  name: string;
  kind: "model" | "seed" | "snapshot" | "source";
  /** `unchanged`: nothing was missing, nothing is new. `skipped`: its file could not be changed safely. */
  status: "documented" | "unchanged" | "failed" | "skipped";
  /** Property file that describes it, from the repository's root; null where there is none. */
  path: string | null;
  /** Columns that it has, and those of them that are described now. */
  columns: number;
  described: number;
  /** Columns that were described before. */
  describedBefore: number;
  facts: number;
  relationships: readonly {
    column: string;
    to: string;
    to_column: string;
    cardinality: string;
    /** Share of the non-null rows that have a parent, 0 to 1. */
    coverage: number;
  }[];
  /** What a person should look at, as sentences. */
  problems: readonly string[];
  /** Sentences that the checker refused twice, each with its reason. */
  leftOut: readonly { sentence: string; reason: string }[];
  /** Text of people that a fact disproves: it was kept. `column` is null for the relation's own. */
  disproved: readonly { column: string | null; reason: string }[];
  /** Facts that cannot be true together. */
  contradictions: readonly string[];
}

export interface DocumentationTotals {
  models: number;
  documented: number;
  unchanged: number;
  failed: number;
  skipped: number;
  columns: number;
  described: number;
  facts: number;
  relationships: number;
  /** Of the language model; zero for the built-in writer. US dollars. */
  cost_usd: number;
  tokens: number;
  seconds: number;
}

export interface DocumentationReport {
  models: readonly DocumentedNode[];
  totals: DocumentationTotals;
  /** Files that were written, or would be; from the repository's root. */
  files: readonly string[];
  /** Of the whole project: what could not be found out and why. */
  notes: readonly string[];
  /** It was stopped before all were done: what was finished is kept. */
  stopped: boolean;
}

/** How far it is. */
export interface DocumentationProgress {
  step: "measuring" | "relating" | "writing";
  total: number;
  done: number;
  failed: number;
  /** Names that are being worked on. */
  inWork: readonly string[];
  cost_usd: number;
  tokens: number;
}
