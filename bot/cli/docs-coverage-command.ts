import { docsCoverage, type NodeCoverage } from "#runner/documentation/docs-coverage.ts";
import type { CommandContext } from "./command-context.ts";
import { openProject } from "./document/open-project.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";

/** `buster docs coverage`: what is documented, verified and stale. Exit code 0. */
export async function runDocsCoverage(
  { project: given, json }: { project: string; json: boolean },
  { terminal, cwd, env }: CommandContext,
): Promise<number> {
  const { project, files } = await openProject(given, cwd, env, quietLog(terminal));
  const { nodes, problems } = await docsCoverage(project, files, new Date());
  for (const problem of problems) terminal.err(plain(problem));
  const folders = [...Map.groupBy(nodes, ({ folder }) => folder)].map(([folder, inside]) => ({
    folder,
    ...sum(inside),
  }));
  if (json) {
    terminal.out(JSON.stringify({ models: nodes, folders, totals: sum(nodes) }, undefined, 2));
    return 0;
  }
  const width = Math.max(10, ...nodes.map(({ name }) => name.length));
  for (const { folder, ...all } of folders) {
    terminal.out(plain(`${folder}/  ${say(all)}`));
    for (const node of nodes.filter((one) => one.folder === folder)) {
      terminal.out(plain(`  ${node.name.padEnd(width)}  ${sayNode(node)}`));
    }
  }
  terminal.out(plain(`all  ${say(sum(nodes))}`));
  return 0;
}

interface Sums {
  models: number;
  described: number;
  columns: number;
  describedColumns: number;
  verified: number;
  stale: number;
}

function sum(nodes: readonly NodeCoverage[]): Sums {
  const total = (of: (node: NodeCoverage) => number) =>
    nodes.reduce((before, node) => before + of(node), 0);
  return {
    models: nodes.length,
    described: total(({ described }) => (described ? 1 : 0)),
    columns: total(({ columns }) => columns),
    describedColumns: total(({ describedColumns }) => describedColumns),
    verified: total(({ verified }) => verified),
    stale: total(({ stale }) => (stale.length > 0 ? 1 : 0)),
  };
}

function say({ models, described, columns, describedColumns, verified, stale }: Sums): string {
  const share = (part: number, whole: number) =>
    whole === 0 ? "–" : `${Math.floor((100 * part) / whole)}%`;
  return [
    `models ${described}/${models} (${share(described, models)})`,
    `columns ${describedColumns}/${columns} (${share(describedColumns, columns)})`,
    `texts with facts ${verified}/${described + describedColumns}`,
    ...(stale > 0 ? [`${stale} stale`] : []),
  ].join(" · ");
}

function sayNode(node: NodeCoverage): string {
  const { described, columns, describedColumns, verified, stale, measuredAt } = node;
  const texts = describedColumns + (described ? 1 : 0);
  return [
    described ? "described" : "no description",
    `columns ${describedColumns}/${columns}`,
    ...(texts > 0 ? [`with facts ${verified}/${texts}`] : []),
    ...(measuredAt === null ? [] : [`measured ${measuredAt.slice(0, 10)}`]),
    ...(stale.length > 0 ? [`stale: ${stale.join(", ")}`] : []),
  ].join(" · ");
}
