import { findRelations } from "../dbt/find-relations.ts";
import { type ColumnInfo, type Relation, type Warehouse, WorldFailure } from "../ports.ts";
import { quote } from "../profile/quote.ts";
import { deniesColumn } from "../sql/denies-column.ts";
import type { DocumentRequest, DocumentWorld } from "./document-world.ts";
import type { MeasuredPage } from "./measured-node.ts";
import { profileRelation } from "./profile-relation.ts";
import type { ProjectNode } from "./project-node.ts";
import type { WarehousePool } from "./warehouse-pool.ts";

/** Measures a node in the warehouse. Never rejects for reasons of this node alone: they are in the answer. */
export async function measureNode(
  world: DocumentWorld,
  request: Pick<DocumentRequest, "access" | "timeoutMs">,
  pool: WarehousePool | undefined,
  node: ProjectNode,
): Promise<MeasuredPage> {
  if (pool === undefined) return nothing(node, "no warehouse is configured");
  try {
    return await pool.use((warehouse) => measure(world, request, warehouse, node));
  } catch (cause) {
    if (!(cause instanceof WorldFailure) || world.signal.aborted) throw cause;
    return { ...nothing(node, cause.message), isFailure: true };
  }
}

async function measure(
  world: DocumentWorld,
  { access, timeoutMs }: Pick<DocumentRequest, "access" | "timeoutMs">,
  warehouse: Warehouse,
  node: ProjectNode,
): Promise<MeasuredPage> {
  const found = await look(world, warehouse, node);
  if ("reason" in found) return nothing(node, found.reason);

  const denied = found.columns
    .map(({ name }) => name)
    .filter((name) => deniesColumn(access?.denyColumns ?? [], found.relation.name, name));
  const columns = found.columns.filter(({ name }) => !denied.includes(name));
  const answer = await profileRelation(
    {
      warehouse,
      clock: world.clock,
      signal: world.signal,
      tag: `buster document ${node.name}`,
      timeoutMs,
      ...(access === undefined ? {} : { access }),
    },
    { subject: node.name, relation: found.relation, columns },
  );
  const about = { name: node.name, denied, columns };
  if (answer.kind !== "profiled") {
    const place = quote.relation(found.relation).replaceAll('"', "");
    const unmeasured = `measuring ${place}: ${answer.reason}`;
    return { ...about, profile: undefined, unmeasured, isFailure: true, facts: [] };
  }
  const { facts, ...profile } = answer.profile;
  return { ...about, profile, unmeasured: undefined, isFailure: false, facts };
}

async function look(
  { project }: DocumentWorld,
  warehouse: Warehouse,
  { name }: ProjectNode,
): Promise<{ relation: Relation; columns: readonly ColumnInfo[] } | { reason: string }> {
  const where = findRelations(project, name, warehouse.dialect);
  if (where.kind === "nowhere") return { reason: where.reason };
  if (where.kind === "unknown") return { reason: `the project has nothing called ${name}` };
  for (const relation of where.relations) {
    const columns = await warehouse.columns(relation);
    if (columns !== undefined) {
      // A connection sees one database: its name in a query would only differ from machine to machine.
      const { database: _, ...within } = relation;
      return { relation: within, columns };
    }
  }
  const places = where.relations.map((relation) => quote.relation(relation).replaceAll('"', ""));
  return {
    reason: `the warehouse has no relation for ${name}; looked at ${places.join(" and ")}`,
  };
}

function nothing({ name }: ProjectNode, unmeasured: string): MeasuredPage {
  return {
    name,
    profile: undefined,
    unmeasured,
    isFailure: false,
    denied: [],
    columns: [],
    facts: [],
  };
}
