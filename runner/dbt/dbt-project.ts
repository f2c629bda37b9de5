/** A dbt project as its files describe it. Every path is one of the repository, with `/`. */
export interface DbtProject {
  name: string;
  /** Directory of dbt_project.yml; empty when that is the repository's root. */
  root: string;
  profile: string | undefined;
  modelPaths: readonly string[];
  seedPaths: readonly string[];
  /** Where dbt builds by default, as far as buster.yml or a profiles.yml in the repository says. */
  target: { database: string | undefined; schema: string | undefined };
  /** The project has a `generate_schema_name` of its own: where a custom schema leads is not known. */
  namesSchemasItself: boolean;
  models: readonly DbtModel[];
  seeds: readonly DbtSeed[];
  sources: readonly DbtSource[];
  /** Files that could not be read, or that contradict others. What they say is left out. */
  problems: readonly DbtProblem[];
}

/** What property files say of something; empty when they say nothing. */
export interface DbtProperties {
  description: string;
  columns: readonly DbtColumn[];
  /** Names of the tests on the whole relation. */
  tests: readonly string[];
  /** The property file; undefined when there is none. */
  yamlPath: string | undefined;
}

export interface DbtModel extends DbtProperties {
  name: string;
  path: string;
  /** Models and seeds that it reads, each once, in order. */
  refs: readonly string[];
  /** Sources that it reads, as `source.table`. */
  sources: readonly string[];
  /** It also reads what only dbt can tell: `ref` or `source` of something computed. */
  hasUnclearRefs: boolean;
  config: DbtConfig;
}

export interface DbtSeed extends DbtProperties {
  name: string;
  path: string;
  config: DbtConfig;
}

/** One table of a source. */
export interface DbtSource extends DbtProperties {
  /** `source.table`. */
  name: string;
  /** undefined: computed in a way that only dbt can tell. */
  database: string | undefined;
  schema: string | undefined;
  identifier: string;
  loadedAtField: string | undefined;
}

export interface DbtColumn {
  name: string;
  description: string;
  dataType: string | undefined;
  /** Names of the tests: `unique`, `dbt_utils.accepted_range`, … */
  tests: readonly string[];
}

/** The nearest setting of each key: in the SQL, else in the property file, else in dbt_project.yml. */
export interface DbtConfig {
  materialized: string | undefined;
  database: string | undefined;
  schema: string | undefined;
  alias: string | undefined;
  enabled: boolean;
  /** Keys that are set to something that only dbt can compute. */
  unclear: readonly string[];
}

export interface DbtProblem {
  path: string;
  message: string;
}
