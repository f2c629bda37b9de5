import { z } from "zod";
import { nearest } from "#agents-schema/nearest.ts";
import { describeLineage, type LineageDescription } from "../lineage/describe-lineage.ts";
import { dialectOf } from "../lineage/dialect-of.ts";
import { type ProjectGraph, projectGraph } from "../lineage/project-graph.ts";
import { resolveProjectLineage } from "../lineage/resolve-project-lineage.ts";
import { walkGraph } from "../lineage/walk-graph.ts";
import { cutLines } from "./cut-lines.ts";
import { defineTool } from "./define-tool.ts";
import { openWorkspaceSide } from "./open-workspace-side.ts";
import type { ToolAnswer } from "./tool.ts";

export const lineage = defineTool({
  name: "lineage",
  description:
    "What a dbt model, seed, snapshot or source (source.table) comes from and leads to. With columns: what each of its columns is made of, where that comes from in the end, and what uses it. What cannot be told from the SQL is named as unclear, with the reason.",
  input: {
    name: z.string().trim().min(1).max(200),
    columns: z.boolean().default(false),
    column: z.string().trim().min(1).max(200).optional().describe("Only this column"),
    up: z
      .number()
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe("Steps towards the sources; left out: all"),
    down: z
      .number()
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe("Steps towards the leaves; left out: all"),
  },
  async use(world, { name, columns, column, up, down }): Promise<ToolAnswer> {
    const step = `Tracing ${name}`;
    if (world.project === undefined) {
      return { outcome: "empty", text: "the repository has no dbt_project.yml", step };
    }
    const side = await openWorkspaceSide(world);
    if ("refused" in side) return { outcome: "failed", text: side.refused, step };
    const graph = projectGraph(side.project);
    if (!graph.nodes.has(name)) {
      const meant = nearest(name, graph.nodes.keys());
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      return { outcome: "empty", text: `nothing in the project is called ${name}${hint}`, step };
    }
    const isAsked = columns || column !== undefined;
    const found = isAsked
      ? await resolveProjectLineage({
          project: side.project,
          analyst: await world.studio.analyst(),
          dialect: dialectOf(side.project),
          textOf: async (path) => side.files.get(path),
          only: new Set([name, ...walkGraph(graph, [name], "down").keys()]),
          signal: world.signal,
        })
      : undefined;
    const description = describeLineage({ graph, name, lineage: found, up, down });
    const lines = [...tellNodes(description, graph), ...tellColumns(description, column)];
    return { outcome: "ok", text: cutLines(lines), step };
  },
});

function tellNodes({ node, nodes }: LineageDescription, graph: ProjectGraph): string[] {
  const tell = (one: LineageDescription["nodes"][number]) => {
    const reads = graph.nodes.get(one.name)?.reads ?? [];
    return `  ${Math.abs(one.distance)} ${one.kind} ${one.name}${reads.length > 0 ? ` reads ${reads.join(", ")}` : ""}`;
  };
  const above = nodes.filter(({ distance }) => distance < 0);
  const below = nodes.filter(({ distance }) => distance > 0);
  const self = nodes.find(({ name }) => name === node);
  return [
    `${node}: ${self?.kind} ${self?.path}, reads ${graph.nodes.get(node)?.reads.join(", ") || "nothing"}`,
    `comes from ${above.length} nodes (steps, kind, name):`,
    ...above.map(tell),
    `leads to ${below.length} nodes:`,
    ...below.map(tell),
  ];
}

function tellColumns({ columns }: LineageDescription, only: string | undefined): string[] {
  if (columns === undefined) return [];
  if (!columns.known) return [`its columns cannot be told: ${columns.reason}`];
  const isMeant = ({ name }: { name: string }) =>
    only === undefined || name.toLowerCase() === only.toLowerCase();
  const lines = columns.columns
    .filter(isMeant)
    .flatMap(({ name, kind, from, expression, origins, users }) => [
      `column ${name}: ${kind}${from.length > 0 ? ` of ${from.join(", ")}` : ""}`,
      ...(expression === undefined ? [] : [`  computed by ${expression.slice(0, 300)}`]),
      ...(origins.length > from.length
        ? [
            `  further back ${origins
              .slice(from.length)
              .map((origin) => `${origin.column} (${origin.kind})`)
              .join(", ")}`,
          ]
        : []),
      ...(users.length > 0 ? [`  used by ${users.join(", ")}`] : []),
    ]);
  const unclear = columns.unclear
    .filter(isMeant)
    .map(({ name, reason }) => `column ${name}: cannot be told: ${reason.slice(0, 200)}`);
  const others =
    columns.others === undefined
      ? []
      : [`it may have other columns: ${columns.others.slice(0, 200)}`];
  const found = [...lines, ...unclear];
  return found.length === 0 && only !== undefined
    ? [`it has no column ${only} that can be seen`, ...others]
    : [...found, ...others];
}
