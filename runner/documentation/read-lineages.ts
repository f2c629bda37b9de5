import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { resolveProjectLineage } from "../lineage/resolve-project-lineage.ts";
import type { DocumentWorld } from "./document-world.ts";
import type { Measurements } from "./measure-nodes.ts";
import type { ProjectNode } from "./project-node.ts";

/**
 * What the columns of these nodes, and of all that they read, are made of. Columns of what was measured are
 * those in the warehouse; of the rest those that its own SQL gives.
 */
export async function readLineages(
  { project, files, analyst, dialect, signal }: DocumentWorld,
  nodes: readonly ProjectNode[],
  measured: Measurements,
): Promise<ReadonlyMap<string, ColumnLineage>> {
  const columns = new Map(
    [...measured.nodes.values()]
      .filter((node) => node.columns.length > 0)
      .map((node) => [node.name, node.columns] as const),
  );
  const { lineages } = await resolveProjectLineage({
    project,
    analyst,
    dialect,
    textOf: (path) => files.read(path),
    columns,
    only: new Set(nodes.map(({ name }) => name)),
    signal,
  });
  return lineages;
}
