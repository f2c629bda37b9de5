import { resolve } from "node:path";
import { openLocal } from "#runner/checkout/open-local.ts";
import { dialectOf } from "#runner/lineage/dialect-of.ts";
import { impactOf } from "#runner/lineage/impact-of.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import type { CommandContext } from "./command-context.ts";
import { impactJson } from "./impact/impact-json.ts";
import { readSides } from "./impact/read-sides.ts";
import { tellImpact } from "./impact/tell-impact.ts";
import { isDirectory } from "./is-directory.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";

export interface ImpactCommand {
  project: string;
  base: string;
  /** undefined: the files as they are now. */
  head: string | undefined;
  json: boolean;
}

/**
 * `buster impact`: what differs from a commit, and what that comes to.
 *
 * Exit code: 0 told; 3 there is no dbt project, no git repository, or no such commit.
 */
export async function runImpact(
  { project: path, base, head, json }: ImpactCommand,
  { terminal, cwd, env, signal }: CommandContext,
): Promise<number> {
  const directory = resolve(cwd, path);
  if (!(await isDirectory(directory))) {
    terminal.err(`impact: there is no directory ${plain(path)}`);
    return 3;
  }
  const log = quietLog(terminal);
  const repository = openLocal({ directory, log, environment: env });
  const sides = await readSides(repository, directory, { base, head });
  if (![sides.base, sides.head].some(({ project }) => project.models.length > 0)) {
    terminal.err(`impact: there is no dbt project with models in ${plain(path)}`);
    return 3;
  }
  const analyst = openSqlAnalyst({ log, threads: 2 });
  try {
    const dialect = dialectOf(sides.head.project);
    const impact = await impactOf({ ...sides, analyst, dialect, signal });
    if (json) terminal.out(JSON.stringify(impactJson(impact, sides), undefined, 2));
    else tellImpact(impact, terminal);
    return 0;
  } finally {
    await analyst.close();
  }
}
