import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { projectGraph } from "../lineage/project-graph.ts";
import { chooseNodes } from "./choose-nodes.ts";
import { discoverRelationships } from "./discover-relationships.ts";
import type { DocumentRequest, DocumentWorld } from "./document-world.ts";
import type { DocumentationReport, DocumentedNode } from "./documentation-report.ts";
import { inheritanceOf } from "./inheritance-of.ts";
import { type Measurements, measureNodes } from "./measure-nodes.ts";
import { readFactFiles } from "./read-fact-files.ts";
import { readLineages } from "./read-lineages.ts";
import { recallProfiles } from "./recall-profiles.ts";
import { createWarehousePool, type WarehousePool } from "./warehouse-pool.ts";
import { writeNodes } from "./write-nodes.ts";

const idle = { total: 0, done: 0, failed: 0, inWork: [], cost_usd: 0, tokens: 0 } as const;

/**
 * Documents a project: measures what is chosen, finds what belongs together, and writes what follows from
 * it into the project's property files, with the facts beside them. Never stops because one of many went
 * wrong; when the signal aborts, what is finished is kept. Rejects when files cannot be written.
 */
export async function documentProject(
  world: DocumentWorld,
  request: DocumentRequest,
): Promise<DocumentationReport> {
  const { project, files, openWarehouse, signal, clock } = world;
  const startedAt = clock.now().getTime();
  const chosen = chooseNodes(project, request);
  if ("problem" in chosen) return reportOf([], { notes: [chosen.problem] });
  const { nodes } = chosen;
  const { facts: previous, problems: unread } = await readFactFiles(project, files);
  const problems = [
    ...project.problems
      .filter(({ severity }) => severity === "error")
      .map(
        ({ path, line, message }) => `${path}${line === undefined ? "" : `:${line}`}: ${message}`,
      ),
    ...unread,
  ];

  const pool =
    openWarehouse === undefined
      ? undefined
      : createWarehousePool(openWarehouse, request.concurrency);
  try {
    const measured = await measureNodes(world, request, pool, nodes);
    const lineages = await readLineages(world, nodes, measured);
    world.report({ ...idle, step: "relating", total: 1 });
    const related =
      pool === undefined
        ? { relationships: [], compositeKeys: [], notes: [] }
        : await relate(pool, measured, lineages);
    measured.forgetSketches();
    if (signal.aborted) return reportOf([], { notes: problems });
    const { readers } = projectGraph(project);
    const {
      documented,
      files: changed,
      usd,
      tokens,
    } = await writeNodes(world, request, nodes, {
      measured,
      lineages,
      ...related,
      previous,
      // Tests and metrics read it too, but nobody reads them.
      downstream: (name) =>
        (readers.get(name) ?? []).filter((id) => !/^(?:test|analysis):/.test(id)),
      inherited: inheritanceOf(project, lineages, previous),
    });
    return reportOf(documented, {
      notes: [...problems, ...related.notes],
      changed,
      usd,
      tokens,
    });
  } finally {
    await pool?.close();
  }

  async function relate(
    connections: WarehousePool,
    measured: Measurements,
    lineages: ReadonlyMap<string, ColumnLineage>,
  ) {
    const now = [...measured.nodes.values()].flatMap(({ profile }) => profile ?? []);
    const earlier =
      world.dialect === "duckdb" || world.dialect === "postgres"
        ? recallProfiles(project, world.dialect, previous, (name) => measured.nodes.has(name))
        : [];
    return discoverRelationships(
      {
        pool: connections,
        clock,
        signal,
        tag: "buster document: keys",
        timeoutMs: request.timeoutMs,
        width: request.concurrency,
        ...(request.access === undefined ? {} : { access: request.access }),
      },
      { project, lineages, profiles: [...now, ...earlier] },
    );
  }

  function reportOf(
    models: readonly DocumentedNode[],
    rest: { notes: readonly string[]; changed?: readonly string[]; usd?: number; tokens?: number },
  ): DocumentationReport {
    const count = (status: DocumentedNode["status"]) =>
      models.filter((node) => node.status === status).length;
    const sum = (of: (node: DocumentedNode) => number) =>
      models.reduce((total, node) => total + of(node), 0);
    return {
      models,
      totals: {
        models: models.length,
        documented: count("documented"),
        unchanged: count("unchanged"),
        failed: count("failed"),
        skipped: count("skipped"),
        columns: sum(({ columns }) => columns),
        described: sum(({ described }) => described),
        facts: sum(({ facts }) => facts),
        relationships: sum(({ relationships }) => relationships.length),
        cost_usd: rest.usd ?? 0,
        tokens: rest.tokens ?? 0,
        seconds: (clock.now().getTime() - startedAt) / 1000,
      },
      files: rest.changed ?? [],
      notes: rest.notes,
      stopped: signal.aborted,
    };
  }
}
