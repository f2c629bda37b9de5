import type { DbtConstraint } from "../dbt-properties.ts";

/** What one property file says, as far as the file alone tells. What is empty is left out, to be kept small. */
export interface PropertyFacts {
  models?: readonly EntryFacts[];
  seeds?: readonly EntryFacts[];
  snapshots?: readonly EntryFacts[];
  sources?: readonly SourceFacts[];
  /** Descriptions of analyses, singular tests and macros. */
  analyses?: readonly EntryFacts[];
  tests?: readonly EntryFacts[];
  macros?: readonly EntryFacts[];
  /** As written: few, and each of its own shape. */
  exposures?: readonly Readonly<Record<string, unknown>>[];
  metrics?: readonly Readonly<Record<string, unknown>>[];
  semanticModels?: readonly Readonly<Record<string, unknown>>[];
  groups?: readonly Readonly<Record<string, unknown>>[];
  unitTests?: readonly Readonly<Record<string, unknown>>[];
}

export interface DescribedFacts {
  name: string;
  description?: string;
  checks?: readonly CheckFacts[];
  meta?: Readonly<Record<string, unknown>>;
  constraints?: readonly DbtConstraint[];
}

export interface EntryFacts extends DescribedFacts {
  /** Read when somebody asks, as far as none of them says that it is a primary key. */
  columns?: readonly ColumnFacts[] | (() => readonly ColumnFacts[]);
  /** `config:`, with `access`, `group`, `tags`, `docs` that stand beside it. */
  config?: Readonly<Record<string, unknown>>;
  versions?: readonly VersionFacts[];
  latestVersion?: string;
  /** Of a snapshot: `ref('x')` or `source('x', 'y')`. */
  relation?: string;
}

export interface ColumnFacts extends DescribedFacts {
  dataType?: string;
  tags?: readonly string[];
}

export interface VersionFacts {
  number: string;
  definedIn?: string;
  description?: string;
  config?: Readonly<Record<string, unknown>>;
  /** The version's own, and whether it has the model's (all but some) too. */
  columns?: readonly ColumnFacts[];
  includes?: { all: boolean; except: readonly string[] };
}

export interface SourceFacts {
  name: string;
  description?: string;
  database?: string;
  schema?: string;
  loadedAtField?: string;
  config?: Readonly<Record<string, unknown>>;
  meta?: Readonly<Record<string, unknown>>;
  tables: readonly (EntryFacts & { identifier?: string; loadedAtField?: string })[];
}

export interface CheckFacts {
  name: string;
  arguments?: Readonly<Record<string, unknown>>;
  where?: string;
  isDisabled?: true;
}
