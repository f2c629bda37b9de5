import type { DbtConfig, DbtProject } from "./dbt-project.ts";

/** A relation of the warehouse, in the words of its files. */
export interface RelationName {
  database?: string;
  schema?: string;
  name: string;
}

/** Schema where an engine builds when nobody says otherwise. */
const usualSchema = { duckdb: "main", postgres: "public" } as const;

export type WhereItLives =
  /** Places to look, the most likely first. */
  | { kind: "relations"; relations: readonly RelationName[] }
  /** There is no relation to look for; a sentence says why. */
  | { kind: "nowhere"; reason: string }
  /** The project has nothing of this name. */
  | { kind: "unknown" };

/**
 * Where a model, seed, snapshot or source (`source.table`) lives in the warehouse, as far as the files say. With
 * dbt's own rule a custom schema is built as `<target schema>_<custom schema>`; production often has
 * the custom schema alone, so that is looked at too.
 */
export function findRelations(
  project: DbtProject,
  name: string,
  dialect: keyof typeof usualSchema,
): WhereItLives {
  const source = project.sources.find((candidate) => candidate.name === name);
  if (source !== undefined) {
    if (source.schema === undefined) {
      return { kind: "nowhere", reason: `the schema of source ${name} is computed by dbt` };
    }
    const { database, schema, identifier } = source;
    return { kind: "relations", relations: [withDatabase(database, { schema, name: identifier })] };
  }
  const node = [...project.models, ...project.seeds, ...project.snapshots].find(
    (candidate) => candidate.name === name,
  );
  if (node === undefined) return { kind: "unknown" };
  const { config, built } = node;
  if (config.materialized === "ephemeral") {
    return { kind: "nowhere", reason: `${name} is ephemeral: it has no relation of its own` };
  }
  if (built !== undefined) {
    const { database, ...relation } = built;
    return { kind: "relations", relations: [withDatabase(database, relation)] };
  }
  const computed = config.unclear.filter((key) => key !== "materialized");
  if (computed.length > 0) {
    return {
      kind: "nowhere",
      reason: `the ${computed.join(" and ")} of ${name} is computed by dbt`,
    };
  }
  const database = config.database ?? project.target.database;
  return {
    kind: "relations",
    relations: schemasOf(project, config, usualSchema[dialect]).map((schema) =>
      withDatabase(database, { schema, name: config.alias ?? name }),
    ),
  };
}

function schemasOf(project: DbtProject, config: DbtConfig, usual: string): string[] {
  const target = project.target.schema ?? usual;
  if (config.schema === undefined) return [target];
  const combined = `${target}_${config.schema}`;
  return project.namesSchemasItself ? [config.schema, combined] : [combined, config.schema];
}

function withDatabase(database: string | undefined, relation: RelationName): RelationName {
  return database === undefined ? relation : { database, ...relation };
}
