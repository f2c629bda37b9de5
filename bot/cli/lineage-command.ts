import { join, resolve } from "node:path";
import { nearest } from "#agents-schema/nearest.ts";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { openTextReader } from "#runner/checkout/open-text-reader.ts";
import type { DbtProject } from "#runner/dbt/dbt-project.ts";
import { describeLineage } from "#runner/lineage/describe-lineage.ts";
import { dialectOf } from "#runner/lineage/dialect-of.ts";
import { projectGraph } from "#runner/lineage/project-graph.ts";
import { resolveProjectLineage } from "#runner/lineage/resolve-project-lineage.ts";
import { walkGraph } from "#runner/lineage/walk-graph.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import type { CommandContext } from "./command-context.ts";
import { isDirectory } from "./is-directory.ts";
import { tellLineage } from "./lineage/tell-lineage.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";

export interface LineageCommand {
  name: string;
  project: string;
  columns: boolean;
  /** Steps; undefined: all. */
  up: number | undefined;
  down: number | undefined;
  json: boolean;
}

/** Longest file that is read, in bytes. */
const maxBytes = 5 * 1024 * 1024;

/**
 * `buster lineage`: what a node comes from and what comes of it, with `columns` for each of its columns too.
 *
 * Exit code: 0 told, 1 there is no such node, 3 there is no dbt project.
 */
export async function runLineage(
  request: LineageCommand,
  context: CommandContext,
): Promise<number> {
  const { terminal, cwd } = context;
  const directory = resolve(cwd, request.project);
  const project = (await isDirectory(directory))
    ? indexDirectory({ directory, isKept: true })
    : undefined;
  if (project === undefined) {
    terminal.err(`lineage: there is no dbt project in ${plain(request.project)}`);
    return 3;
  }
  const graph = projectGraph(project);
  const { name, columns: hasColumns } = request;
  if (!graph.nodes.has(name)) {
    const meant = nearest(name, graph.nodes.keys());
    const hint = meant === undefined ? "" : `; did you mean ${plain(meant)}?`;
    terminal.err(`lineage: nothing in the project is called ${plain(name)}${hint}`);
    return 1;
  }
  const lineage = hasColumns ? await readColumns(directory, project, request, context) : undefined;
  const description = describeLineage({ graph, name, lineage, up: request.up, down: request.down });
  if (request.json) terminal.out(JSON.stringify(description, undefined, 2));
  else tellLineage(description, graph, terminal);
  return 0;
}

/** Of what it comes from and what comes of it. */
async function readColumns(
  directory: string,
  project: DbtProject,
  { name }: LineageCommand,
  { terminal, signal }: CommandContext,
) {
  const read = openTextReader(maxBytes);
  const analyst = openSqlAnalyst({ log: quietLog(terminal), threads: 2 });
  try {
    return await resolveProjectLineage({
      project,
      analyst,
      dialect: dialectOf(project),
      textOf: async (path) => read(join(directory, path)),
      only: new Set([name, ...walkGraph(projectGraph(project), [name], "down").keys()]),
      signal,
    });
  } finally {
    await analyst.close();
  }
}
