import type { DbtProject } from "../dbt/dbt-project.ts";
import type { AnalysisRequest, LineageReader } from "./analysis-request.ts";
import type { ColumnLineage } from "./column-lineage.ts";
import { columnNames } from "./column-names.ts";
import { inReadingOrder } from "./in-reading-order.ts";
import { type GraphNode, projectGraph } from "./project-graph.ts";
import { projectJinja } from "./project-jinja.ts";
import { readSeedHeader } from "./read-seed-header.ts";
import { snapshotSql } from "./snapshot-sql.ts";

type Columns = readonly { name: string; type: string | undefined }[];

export interface ProjectLineage {
  /** Of models and snapshots. */
  lineages: ReadonlyMap<string, ColumnLineage>;
  /** Columns of every node of which they are known, in order. */
  columns: ReadonlyMap<string, Columns>;
}

export interface LineageWorld {
  project: DbtProject;
  analyst: LineageReader;
  dialect: AnalysisRequest["dialect"];
  /** Text of a file of the project; undefined: there is none. */
  textOf(path: string): Promise<string | undefined>;
  /** Columns as the warehouse has them. */
  columns?: ReadonlyMap<string, Columns>;
  /** Ids of the nodes to look at with all that they read; left out: all. */
  only?: ReadonlySet<string>;
  signal?: AbortSignal;
}

/** Columns that dbt adds to a snapshot. */
const ofSnapshots = ["dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to"];

/**
 * What the columns of every model are made of, those first that others read, because what a `*` stands for is
 * known from them. Stops with what it has when the signal aborts.
 */
export async function resolveProjectLineage(world: LineageWorld): Promise<ProjectLineage> {
  const { project, analyst, dialect, textOf, only, signal } = world;
  const graph = projectGraph(project);
  const jinja = projectJinja(project);
  const lineages = new Map<string, ColumnLineage>();
  const columns = new Map<string, Columns>(world.columns);
  const incomplete = new Set<string>();

  for (const level of inReadingOrder(graph, only)) {
    if (signal?.aborted === true) break;
    await Promise.all(level.map(readNode));
  }
  return {
    lineages,
    columns: new Map([...columns].filter(([node]) => !incomplete.has(node))),
  };

  async function readNode(node: GraphNode): Promise<void> {
    const { id, kind, path, reads } = node;
    if (kind === "seed" && !columns.has(id)) {
      const names = readSeedHeader((await textOf(path)) ?? "");
      if (names.length > 0) columns.set(id, names.map(untyped));
    }
    if (kind !== "model" && kind !== "snapshot") return;
    const lineage = await lineageOf(node);
    lineages.set(id, lineage);
    if (columns.has(id) || lineage.kind !== "known") return;
    const names = columnNames(lineage);
    if (names.length === 0) return;
    columns.set(id, names.map(untyped));
    if (lineage.others !== undefined) incomplete.add(id);

    async function lineageOf({ steps }: GraphNode): Promise<ColumnLineage> {
      if (!path.endsWith(".sql")) {
        return { kind: "unknown", reason: "it is not written in SQL" };
      }
      const text = await textOf(path);
      if (text === undefined) return { kind: "unknown", reason: `${path} cannot be read` };
      const sql = kind === "snapshot" ? snapshotSql(text, steps.at(-1) ?? id) : text;
      const read = new Map(reads.flatMap((one) => entryOf(columns, one)));
      const answer = await analyst.lineage({
        name: id,
        sql,
        dialect,
        columns: read,
        incomplete: new Set(reads.filter((one) => incomplete.has(one))),
        jinja,
      });
      return kind === "snapshot" ? withSnapshotColumns(answer) : answer;
    }
  }
}

function withSnapshotColumns(lineage: ColumnLineage): ColumnLineage {
  if (lineage.kind === "unknown") return lineage;
  const added = ofSnapshots.map((name) => ({
    name,
    kind: "derived" as const,
    from: [],
    expression: undefined,
  }));
  return { ...lineage, columns: [...lineage.columns, ...added] };
}

function entryOf(columns: ReadonlyMap<string, Columns>, node: string): [string, Columns][] {
  const known = columns.get(node);
  return known === undefined ? [] : [[node, known]];
}

function untyped(name: string): { name: string; type: undefined } {
  return { name, type: undefined };
}
