import { z } from "zod";
import { findRelations } from "../dbt/find-relations.ts";
import type { Relation, Warehouse } from "../ports.ts";
import { defineTool } from "./define-tool.ts";
import type { ToolWorld } from "./tool.ts";

export const retrieveMetadata = defineTool({
  name: "retrieve_metadata",
  description:
    "What a table contains: rows, and for each column type, nulls, distinct values, range, quantiles and frequent values, each a fact with an id. Name a dbt model, seed or source table (source.table), or a table of the warehouse (schema.table).",
  input: {
    model: z.string().trim().min(1).max(200).optional().describe("dbt model, seed or source.table"),
    table: z.string().trim().min(1).max(300).optional().describe("schema.table in the warehouse"),
  },
  async use(world, { model, table }) {
    const subject = model ?? table ?? "";
    const step = `Profiling ${subject}`;
    if (world.warehouse === undefined) {
      return { outcome: "refused", text: "this run has no warehouse", step };
    }
    const places = placesOf(world, world.warehouse, subject);
    for (const place of places) {
      const columns = await world.warehouse.columns(place);
      if (columns !== undefined) {
        const text = columns.map(({ name, type }) => `${name} ${type}`).join("\n");
        return { outcome: "ok", text, step };
      }
    }
    return { outcome: "empty", text: `there is no relation for ${subject}`, step };
  },
});

function placesOf(
  { project }: ToolWorld,
  { dialect }: Warehouse,
  subject: string,
): readonly Relation[] {
  if (project === undefined) return [];
  const where = findRelations(project, subject, dialect);
  return where.kind === "relations" ? where.relations : [];
}
