import { findRelations } from "../dbt/find-relations.ts";
import type { ColumnInfo, Relation, Warehouse } from "../ports.ts";
import { quote } from "../profile/quote.ts";
import type { ToolWorld } from "./tool.ts";

export type FoundRelation =
  | { kind: "found"; relation: Relation; columns: readonly ColumnInfo[] }
  | { kind: "empty"; reason: string };

/** The relation of a dbt model, seed or source, or a table by its own name. Says where it looked. */
export async function findRelation(
  { project, warehouse }: Pick<ToolWorld, "project"> & { warehouse: Warehouse },
  asked: { model: string } | { table: string },
): Promise<FoundRelation> {
  if ("table" in asked) return look(warehouse, asked.table, [toRelation(asked.table)]);
  const { model } = asked;
  if (project === undefined) {
    return {
      kind: "empty",
      reason: "the repository has no dbt_project.yml; name a table of the warehouse instead",
    };
  }
  const where = findRelations(project, model, warehouse.dialect);
  switch (where.kind) {
    case "nowhere":
      return { kind: "empty", reason: where.reason };
    case "unknown":
      return {
        kind: "empty",
        reason: `the dbt project ${project.name} has no model, seed or source table called ${model}`,
      };
    case "relations":
      return look(warehouse, model, where.relations);
  }
}

async function look(
  warehouse: Warehouse,
  subject: string,
  relations: readonly Relation[],
): Promise<FoundRelation> {
  for (const relation of relations) {
    const columns = await warehouse.columns(relation);
    if (columns !== undefined) return { kind: "found", relation, columns };
  }
  const places = relations.map((relation) => quote.relation(relation).replaceAll('"', ""));
  return {
    kind: "empty",
    reason: `the warehouse has no relation for ${subject}; looked at ${places.join(" and ")}`,
  };
}

function toRelation(table: string): Relation {
  const parts = table.split(".").map((part) => part.replace(/^"(.*)"$/, "$1"));
  const [name = table, schema, database] = parts.reverse();
  if (schema === undefined) return { name };
  return database === undefined ? { schema, name } : { database, schema, name };
}
