/** What property files say of something; empty when they say nothing. */
export interface DbtProperties {
  /** As people read it: `{{ doc('x') }}` is replaced by the block's text. */
  description: string;
  /** As the file has it, where that differs: with its `{{ doc('x') }}`. */
  writtenDescription?: string;
  columns: readonly DbtColumn[];
  /** Names of the tests on the whole relation. */
  tests: readonly string[];
  /** The same tests with what they were given. */
  checks: readonly DbtCheck[];
  /** `meta` and `config.meta` together. */
  meta: Readonly<Record<string, unknown>>;
  constraints: readonly DbtConstraint[];
  /** The property file; undefined when there is none. */
  yamlPath: string | undefined;
}

export interface DbtColumn {
  name: string;
  description: string;
  /** As the file has it, where that differs: with its `{{ doc('x') }}`. */
  writtenDescription?: string;
  dataType: string | undefined;
  /** Names of the tests: `unique`, `dbt_utils.accepted_range`, … */
  tests: readonly string[];
  /** The same tests with what they were given. */
  checks: readonly DbtCheck[];
  /** `meta` and `config.meta` together. */
  meta: Readonly<Record<string, unknown>>;
  tags: readonly string[];
  constraints: readonly DbtConstraint[];
}

/** A generic test on a relation or a column. */
export interface DbtCheck {
  /** `unique`, `accepted_values`, `dbt_utils.unique_combination_of_columns`, … */
  name: string;
  /** What it was given, as written: `values`, `to` (`ref('x')`), `field`, … */
  arguments: Readonly<Record<string, unknown>>;
  /** Node that `to`, or another argument, refers to: model, seed, snapshot or `source.table`. */
  to: string | undefined;
  /** Rows that it looks at; undefined: all. */
  where: string | undefined;
  enabled: boolean;
}

/** A constraint of the model's contract. */
export interface DbtConstraint {
  /** `primary_key`, `not_null`, `unique`, `foreign_key`, `check`, … */
  type: string;
  /** Columns of a constraint on the whole model; empty on a column. */
  columns: readonly string[];
  expression: string | undefined;
}
