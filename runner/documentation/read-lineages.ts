import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { DocumentWorld } from "./document-world.ts";
import type { Measurements } from "./measure-nodes.ts";
import type { ProjectNode } from "./project-node.ts";

type Columns = readonly { name: string; type: string | undefined }[];

/**
 * What the columns of each model are made of. Columns of what it reads are those in the warehouse; where it
 * was not measured, those that its own SQL gives: so what is read comes first.
 */
export async function readLineages(
  { files, analyst, dialect, signal }: DocumentWorld,
  nodes: readonly ProjectNode[],
  measured: Measurements,
): Promise<ReadonlyMap<string, ColumnLineage>> {
  const lineages = new Map<string, ColumnLineage>();
  const columns = new Map<string, Columns>();
  for (const { name } of nodes) {
    const known = measured.nodes.get(name)?.columns ?? [];
    if (known.length > 0) columns.set(name, known);
  }
  for (const node of nodes) {
    if (signal.aborted) break;
    const { name, path } = node;
    if (node.kind === "source" || node.kind === "seed" || !path.endsWith(".sql")) continue;
    const sql = await files.read(path);
    if (sql === undefined) continue;
    const read = new Map(
      node.reads.flatMap((one) => {
        const known = columns.get(one);
        return known === undefined ? [] : [[one, known] as const];
      }),
    );
    const lineage = await analyst.lineage({ name, sql, dialect, columns: read });
    lineages.set(name, lineage);
    if (lineage.kind === "known" && !columns.has(name)) {
      columns.set(
        name,
        lineage.columns.map((column) => ({ name: column.name, type: undefined })),
      );
    }
  }
  return lineages;
}
