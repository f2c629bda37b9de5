import type { DbtProblem, DbtProject } from "#runner/dbt/dbt-project.ts";
import type { ProjectGraph } from "#runner/dbt/project-graph.ts";
import { counted } from "../counted.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";
import { projectEdges } from "./project-edges.ts";

/** Folders that are named, and problems of each kind. */
const maxFolders = 8;
const maxProblems = 50;

/** Prints what there is, where most of it lies, and what is wrong with it. */
export function tellIndex(project: DbtProject, graph: ProjectGraph, terminal: Terminal): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  terminal.out(
    `${paint(1, plain(project.name))}  ${plain(project.root === "" ? "." : project.root)}`,
  );
  const edges = projectEdges(graph).length;
  const counts: readonly (readonly [number, string])[] = [
    [project.models.length, "model"],
    [project.seeds.length, "seed"],
    [project.sources.length, "source table"],
    [project.snapshots.length, "snapshot"],
    [project.exposures.length, "exposure"],
    [project.metrics.length, "metric"],
    [project.semanticModels.length, "semantic model"],
    [project.macros.length, "macro"],
    [project.tests.length, "singular test"],
    [checksOf(project), "generic test"],
    [project.groups.length, "group"],
    [project.docs.length, "doc block"],
    [project.packages.length, "package"],
    [edges, "edge"],
  ];
  terminal.out(
    `  ${counts
      .filter(([count]) => count > 0)
      .map(([count, noun]) => counted(count, noun))
      .join(", ")}`,
  );
  const analyses = project.analyses.length;
  if (analyses > 0) terminal.out(`  ${analyses} ${analyses === 1 ? "analysis" : "analyses"}`);
  const off = project.models.filter(({ config }) => !config.enabled).length;
  if (off > 0) terminal.out(`  ${counted(off, "model")} of these switched off`);

  const folders = countFolders(project);
  for (const [folder, count] of folders.slice(0, maxFolders)) {
    terminal.out(`  ${String(count).padStart(5)}  ${paint(2, plain(folder))}`);
  }
  const rest = folders.length - maxFolders;
  if (rest > 0) terminal.out(`         ${paint(2, `and ${counted(rest, "other folder")}`)}`);

  tellProblems("error", 31);
  tellProblems("note", 33);

  function tellProblems(severity: DbtProblem["severity"], colour: number): void {
    const found = project.problems.filter((problem) => problem.severity === severity);
    if (found.length === 0) return;
    terminal.out("");
    terminal.out(
      paint(
        colour,
        severity === "error" ? counted(found.length, "problem") : counted(found.length, "note"),
      ),
    );
    for (const { path, line, message, fix } of found.slice(0, maxProblems)) {
      terminal.out(`  ${plain(line === undefined ? path : `${path}:${line}`)}  ${plain(message)}`);
      if (fix !== "") terminal.out(`    ${paint(2, `→ ${plain(fix)}`)}`);
    }
    if (found.length > maxProblems) {
      terminal.out(`  and ${found.length - maxProblems} more: --json has them all`);
    }
  }
}

function checksOf({ models, seeds, snapshots, sources }: DbtProject): number {
  let count = 0;
  for (const { checks, columns } of [...models, ...seeds, ...snapshots, ...sources]) {
    count += checks.length;
    for (const column of columns) count += column.checks.length;
  }
  return count;
}

/** Folders with models, the fullest first. */
function countFolders({ models }: DbtProject): [folder: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { path } of models) {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
