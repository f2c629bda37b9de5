import type { DbtProperties } from "./dbt-properties.ts";
import type { MacroParameter } from "./jinja/program.ts";

export type { DbtProperties } from "./dbt-properties.ts";

/** A dbt project as its files describe it. Every path is one of the repository, with `/`. */
export interface DbtProject {
  name: string;
  /** Directory of dbt_project.yml; empty when that is the repository's root. */
  root: string;
  profile: string | undefined;
  modelPaths: readonly string[];
  seedPaths: readonly string[];
  snapshotPaths: readonly string[];
  analysisPaths: readonly string[];
  testPaths: readonly string[];
  macroPaths: readonly string[];
  /** Variables of dbt_project.yml, those of its packages included where the project sets none; no text with Jinja. */
  vars: Readonly<Record<string, unknown>>;
  /** Where dbt builds by default, as far as buster.yml or a profiles.yml in the repository says. */
  target: DbtTarget;
  /** The project has a `generate_schema_name` of its own: where a custom schema leads is not known. */
  namesSchemasItself: boolean;
  models: readonly DbtModel[];
  seeds: readonly DbtSeed[];
  sources: readonly DbtSource[];
  snapshots: readonly DbtSnapshot[];
  analyses: readonly DbtQuery[];
  /** Singular tests: a query that finds what is wrong. Generic ones are `checks` of what they are on. */
  tests: readonly DbtQuery[];
  unitTests: readonly DbtUnitTest[];
  exposures: readonly DbtExposure[];
  metrics: readonly DbtMetric[];
  semanticModels: readonly DbtSemanticModel[];
  macros: readonly DbtMacro[];
  groups: readonly DbtGroup[];
  docs: readonly DbtDoc[];
  /** Packages that are in the repository or installed beside it, each once. */
  packages: readonly DbtPackage[];
  /** Files that could not be read, or that contradict others. What they say is left out. */
  problems: readonly DbtProblem[];
}

export interface DbtTarget {
  database: string | undefined;
  schema: string | undefined;
  /** Kind of warehouse: `duckdb`, `postgres`, `snowflake`, …; undefined: nobody says. */
  type?: string | undefined;
}

/** What only a fresh target/manifest.json tells; left out where there is none. */
export interface DbtBuilt {
  /** The relation that dbt builds it as. */
  built?: { database: string | undefined; schema: string; name: string };
  /** Its SQL without Jinja. */
  compiledSql?: string;
}

/** What something reads. */
export interface DbtReads {
  /** Models, seeds and snapshots, each once, in order. One that only a package has twice is `package/name`. */
  refs: readonly string[];
  /** Sources, as `source.table`. */
  sources: readonly string[];
  /** It also reads what only dbt can tell: `ref` or `source` of something computed. */
  hasUnclearRefs: boolean;
}

export interface DbtModel extends DbtProperties, DbtReads, DbtBuilt {
  /** Of one with versions `name.v2`. */
  name: string;
  path: string;
  language: "sql" | "python";
  config: DbtConfig;
  /** undefined: it has no versions. */
  version: { of: string; number: string; isLatest: boolean } | undefined;
  /** Columns that its constraints say are the primary key; empty when they say nothing. */
  primaryKey: readonly string[];
}

export interface DbtSeed extends DbtProperties, DbtBuilt {
  name: string;
  path: string;
  config: DbtConfig;
}

export interface DbtSnapshot extends DbtProperties, DbtReads, DbtBuilt {
  name: string;
  /** The SQL file of its block, or the property file that declares it. */
  path: string;
  config: DbtConfig;
  /** `timestamp` or `check`, with what decides that a row has changed. */
  strategy: string | undefined;
  updatedAt: string | undefined;
  checkColumns: readonly string[] | "all";
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
  enabled: boolean;
}

/** An analysis or a singular test. */
export interface DbtQuery extends DbtReads {
  name: string;
  path: string;
  description: string;
  enabled: boolean;
}

export interface DbtUnitTest {
  name: string;
  path: string;
  /** The model that is tested. */
  model: string;
}

export interface DbtExposure extends DbtReads {
  name: string;
  path: string;
  /** `dashboard`, `notebook`, `analysis`, `ml`, `application`. */
  type: string;
  label: string;
  owner: { name: string; email: string };
  url: string;
  maturity: string;
  description: string;
  metrics: readonly string[];
  enabled: boolean;
}

export interface DbtMetric {
  name: string;
  path: string;
  type: string;
  label: string;
  description: string;
  /** Models, `metric:name` and `semantic_model:name` that it is made from. */
  dependsOn: readonly string[];
  enabled: boolean;
}

export interface DbtSemanticModel {
  name: string;
  path: string;
  /** undefined: not one that is written out. */
  model: string | undefined;
  description: string;
  entities: readonly { name: string; type: string; expression: string }[];
  dimensions: readonly { name: string; type: string; expression: string }[];
  measures: readonly { name: string; aggregation: string; expression: string }[];
  enabled: boolean;
}

export interface DbtMacro {
  name: string;
  path: string;
  /** Line of its `{% macro %}`. */
  line: number;
  /** undefined: the project's own. */
  package: string | undefined;
  arguments: readonly string[];
  /** The same, with what they are where nobody gives them. */
  parameters: readonly MacroParameter[];
  /** Text between the tags. */
  body: string;
  /** Names that its body calls and that may be macros: `cents_to_dollars`, `dbt_utils.star`. */
  calls: readonly string[];
  description: string;
}

export interface DbtGroup {
  name: string;
  path: string;
  owner: { name: string; email: string };
}

/** A `{% docs %}` block. */
export interface DbtDoc {
  name: string;
  path: string;
  text: string;
}

/** A vendored package: kept apart, because it is not the team's own. */
export interface DbtPackage {
  name: string;
  root: string;
  models: readonly DbtModel[];
  seeds: readonly DbtSeed[];
  snapshots: readonly DbtSnapshot[];
  sources: readonly DbtSource[];
  macros: readonly DbtMacro[];
}

/** The nearest setting of each key: in the SQL, else in the property file, else in dbt_project.yml. */
export interface DbtConfig {
  materialized: string | undefined;
  database: string | undefined;
  schema: string | undefined;
  alias: string | undefined;
  enabled: boolean;
  tags: readonly string[];
  group: string | undefined;
  /** `private`, `protected` or `public`; undefined: nobody says. */
  access: string | undefined;
  /** The columns and types of the property file are enforced. */
  contract: boolean;
  uniqueKey: readonly string[];
  incrementalStrategy: string | undefined;
  onSchemaChange: string | undefined;
  /** Keys that are set to something that only dbt can compute. */
  unclear: readonly string[];
}

export interface DbtProblem {
  path: string;
  /** Counts from 1; left out where it is about the whole file. */
  line?: number;
  /** `error`: something was left out. `note`: everything is there, but more than files is needed to know more. */
  severity: "error" | "note";
  message: string;
  /** What a person can do; empty where the message says it. */
  fix: string;
}
