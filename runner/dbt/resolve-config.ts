import type { DbtConfig } from "./dbt-project.ts";
import type { JinjaValue } from "./read-jinja-calls.ts";
import { renderSimple } from "./render-simple.ts";

interface Given {
  /** The tree under `models:` or `seeds:` in dbt_project.yml. */
  tree: unknown;
  project: string;
  /** Directories and name below the model path: `marts`, `finance`, `fct_orders`. */
  steps: readonly string[];
  /** `config:` of the property file. */
  properties: Readonly<Record<string, unknown>>;
  sql: ReadonlyMap<string, JinjaValue>;
  names: Parameters<typeof renderSimple>[1];
}

const unclear = Symbol("unclear");

/** The settings of a model: the nearest wins. What only dbt can compute is `unclear`. */
export function resolveConfig(given: Given): DbtConfig {
  const found = {
    materialized: setting(given, "materialized"),
    database: setting(given, "database"),
    schema: setting(given, "schema"),
    alias: setting(given, "alias"),
  };
  const text = (key: keyof typeof found) => {
    const value = found[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    materialized: text("materialized"),
    database: text("database"),
    schema: text("schema"),
    alias: text("alias"),
    enabled: setting(given, "enabled") !== false,
    tags: [],
    group: undefined,
    access: undefined,
    contract: false,
    uniqueKey: [],
    incrementalStrategy: undefined,
    onSchemaChange: undefined,
    unclear: Object.entries(found).flatMap(([key, value]) => (value === unclear ? [key] : [])),
  };
}

function setting(given: Given, key: string): unknown {
  const inSql = given.sql.get(key);
  if (inSql !== undefined) return inSql.kind === "literal" ? inSql.value : unclear;

  const levels = [given.properties, ...treeLevels(given).reverse()];
  for (const level of levels) {
    const value = level[key] ?? level[`+${key}`];
    // Under `models:` a plain key may be a directory of that name.
    if (value === undefined || (typeof value === "object" && value !== null)) continue;
    if (typeof value !== "string") return value;
    return renderSimple(value, given.names) ?? unclear;
  }
  return undefined;
}

/** The levels of dbt_project.yml's tree that count for this model, from the outermost. */
function treeLevels({ tree, project, steps }: Given): Record<string, unknown>[] {
  const levels: Record<string, unknown>[] = [];
  let level = asRecord(tree);
  for (const step of [undefined, project, ...steps]) {
    if (step !== undefined) level = asRecord(level?.[step]);
    if (level === undefined) break;
    levels.push(level);
  }
  return levels;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? Object.fromEntries(Object.entries(value)) : undefined;
}
