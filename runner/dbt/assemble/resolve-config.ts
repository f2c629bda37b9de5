import { asRecord } from "#agents-schema/shapes.ts";
import type { DbtConfig } from "../dbt-project.ts";
import { isRecord, isValueList, unclear, type Value } from "../jinja/values.ts";

type Level = Readonly<Record<string, unknown>>;

/** Levels of settings, the nearest first. What they say is looked up once for all nodes that share them. */
export interface TreeLevels {
  list: readonly Level[];
  nearest: Map<string, unknown>;
  /** The settings of nodes whose property files say none, by those of the SQL. */
  resolved: Map<ReadonlyMap<string, Value>, DbtConfig>;
}

export interface ConfigSources {
  /** The levels of dbt_project.yml's tree that count for this node. */
  levels: TreeLevels;
  /** `config:` of the property file; undefined: there is none. */
  properties: Level | undefined;
  /** `config(…)` of the SQL. */
  sql: ReadonlyMap<string, Value>;
  /** What a text of a property file, and one of dbt_project.yml, stands for. */
  render: (text: string) => Value;
  renderInTree: (text: string) => Value;
}

/** The settings of a node: the nearest wins, tags add up. What only dbt can compute is `unclear`. */
export function resolveConfig(sources: ConfigSources): DbtConfig {
  const { levels, properties, sql } = sources;
  if (properties !== undefined) return resolve(sources);
  const known = levels.resolved.get(sql);
  if (known !== undefined) return known;
  const config = resolve(sources);
  levels.resolved.set(sql, config);
  return config;
}

function resolve(sources: ConfigSources): DbtConfig {
  const texts: Record<"materialized" | "database" | "schema" | "alias", Value | undefined> = {
    materialized: setting(sources, "materialized"),
    database: setting(sources, "database"),
    schema: setting(sources, "schema"),
    alias: setting(sources, "alias"),
  };
  const enabled = setting(sources, "enabled");
  const contract = setting(sources, "contract");
  return {
    materialized: asWord(texts.materialized),
    database: asWord(texts.database),
    schema: asWord(texts.schema),
    alias: asWord(texts.alias),
    enabled: enabled !== false && !(typeof enabled === "string" && /^false$/i.test(enabled)),
    tags: [...new Set(all(sources, "tags").flatMap(asWords))],
    group: asWord(setting(sources, "group")),
    access: asWord(setting(sources, "access")),
    contract: contract !== undefined && isRecord(contract) && contract.enforced === true,
    uniqueKey: asWords(setting(sources, "unique_key")),
    incrementalStrategy: asWord(setting(sources, "incremental_strategy")),
    onSchemaChange: asWord(setting(sources, "on_schema_change")),
    unclear: Object.entries(texts).flatMap(([key, value]) => (value === unclear ? [key] : [])),
  };
}

/** The nearest setting of a key. */
export function setting(sources: ConfigSources, key: string): Value | undefined {
  const inSql = sources.sql.get(key);
  if (inSql !== undefined) return inSql;
  const inProperties = sources.properties?.[key] ?? sources.properties?.[`+${key}`];
  if (inProperties !== undefined && inProperties !== null)
    return toSetting(inProperties, sources.render);
  const inTree = nearestIn(sources.levels, key);
  return inTree === undefined ? undefined : toSetting(inTree, sources.renderInTree);
}

function nearestIn({ list, nearest }: TreeLevels, key: string): unknown {
  if (nearest.has(key)) return nearest.get(key);
  const level = list.find((candidate) => inLevel(candidate, key) !== undefined);
  const value = level === undefined ? undefined : inLevel(level, key);
  nearest.set(key, value);
  return value;
}

/** Is a key set elsewhere than in the property file? */
export function isSetAround({ levels, sql }: ConfigSources, key: string): boolean {
  return sql.has(key) || nearestIn(levels, key) !== undefined;
}

/** Every setting of a key, from the farthest to the nearest. */
export function all(sources: ConfigSources, key: string): Value[] {
  const isInTree = nearestIn(sources.levels, key) !== undefined;
  const inTree = isInTree ? sources.levels.list.map((level) => inLevel(level, key)).reverse() : [];
  const written = (values: readonly unknown[], render: (text: string) => Value): Value[] =>
    values.flatMap((value) =>
      value === undefined || value === null ? [] : [toSetting(value, render)],
    );
  const found = [
    ...written(inTree, sources.renderInTree),
    ...written([sources.properties?.[key]], sources.render),
  ];
  const inSql = sources.sql.get(key);
  return inSql === undefined ? found : [...found, inSql];
}

/** The levels of a tree of dbt_project.yml for what lies in these directories, the nearest first. */
export function treeLevels(tree: unknown, steps: readonly string[]): Level[] {
  const levels: Level[] = [];
  let level = tree;
  for (const step of [undefined, ...steps]) {
    if (step !== undefined) level = asRecord(level)[step];
    if (level === undefined || level === null) break;
    levels.unshift(asRecord(level));
  }
  return levels;
}

function inLevel(level: Level, key: string): unknown {
  const marked = level[`+${key}`];
  if (marked !== undefined && marked !== null) return marked;
  const plain = level[key];
  // A plain key may be a directory of that name.
  const isSetting = plain !== undefined && (typeof plain !== "object" || Array.isArray(plain));
  return isSetting ? plain : undefined;
}

function toSetting(value: unknown, render: (text: string) => Value): Value {
  if (typeof value === "string") return render(value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toSetting(item, render));
  const entries = Object.entries(asRecord(value));
  return Object.fromEntries(entries.map(([key, item]) => [key, toSetting(item, render)]));
}

export function asWord(value: Value | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function asWords(value: Value | undefined): string[] {
  if (value !== undefined && isValueList(value)) return value.flatMap((item) => asWord(item) ?? []);
  const word = asWord(value);
  return word === undefined ? [] : [word];
}
