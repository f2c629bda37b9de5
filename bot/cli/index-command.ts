import { resolve } from "node:path";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { projectGraph } from "#runner/dbt/project-graph.ts";
import type { CommandContext } from "./command-context.ts";
import { indexJson } from "./index/index-json.ts";
import { tellIndex } from "./index/tell-index.ts";
import { isDirectory } from "./is-directory.ts";
import { plain } from "./plain.ts";

/**
 * `buster index`: what a dbt project consists of and what reads what, from its files alone. What files say is
 * kept in `.buster/cache/` of the project, so that the next time only what changed is read.
 *
 * Exit code: 0 everything could be read, 1 some of it could not, 3 there is no dbt project.
 */
export async function runIndex(
  { project: path, json }: { project: string; json: boolean },
  { terminal, cwd }: Pick<CommandContext, "terminal" | "cwd">,
): Promise<number> {
  const directory = resolve(cwd, path);
  if (!(await isDirectory(directory))) {
    terminal.err(`index: there is no directory ${plain(path)}`);
    return 3;
  }
  const project = indexDirectory({ directory, isKept: true });
  if (project === undefined) {
    terminal.err(
      `index: there is no dbt_project.yml in ${plain(path)} or below; --project names the directory`,
    );
    return 3;
  }
  const graph = projectGraph(project);
  if (json) terminal.out(JSON.stringify(indexJson(project, graph), undefined, 2));
  else tellIndex(project, graph, terminal);
  return project.problems.some(({ severity }) => severity === "error") ? 1 : 0;
}
