import { indexProject } from "../dbt/index-project.ts";
import { isDbtPath } from "../lineage/is-dbt-path.ts";
import type { ProjectSide } from "../lineage/state/project-side.ts";
import type { ToolWorld } from "./tool.ts";

/** Longest seed, in bytes, whose rows are looked at; of longer ones only their names count. */
const maxSeed = 500_000;

/**
 * The dbt project as it is in the workspace of a run. Answers a reason when the workspace cannot be compared
 * with its commit.
 */
export async function openWorkspaceSide(
  world: Pick<ToolWorld, "run" | "hands" | "repository">,
): Promise<ProjectSide | { refused: string }> {
  const diff = await world.hands.diff();
  if (!diff.ok) return { refused: diff.reason };
  const files = new Map(await readCommit(world, world.run.headSha));
  for (const { path, content } of diff.value) {
    if (!isDbtPath(path)) continue;
    if (content === null) files.delete(path);
    else files.set(path, content);
  }
  return { project: indexProject(files), files };
}

/**
 * The same project before the change that a run is about: its commit with what the change touched as it was at
 * the base.
 */
export async function openBaseSide(
  { run, repository }: Pick<ToolWorld, "run" | "repository">,
  since: "base" | "head",
): Promise<ProjectSide> {
  const files = new Map(await readCommit({ repository }, run.headSha));
  if (since === "base") {
    const changed = await repository.changedFiles(run.baseSha, run.headSha);
    const paths = changed.map(({ path }) => path).filter(isDbtPath);
    const before = await repository.readFiles(run.baseSha, paths);
    for (const path of paths) {
      const text = before.get(path);
      if (text === undefined) files.delete(path);
      else files.set(path, text);
    }
  }
  return { project: indexProject(files), files };
}

async function readCommit(
  { repository }: Pick<ToolWorld, "repository">,
  sha: string,
): Promise<ReadonlyMap<string, string>> {
  const entries = (await repository.tree(sha)).filter(({ path }) => isDbtPath(path));
  const isLong = ({ path, size }: (typeof entries)[number]) =>
    path.endsWith(".csv") && size > maxSeed;
  const texts = await repository.readFiles(
    sha,
    entries.filter((entry) => !isLong(entry)).map(({ path }) => path),
  );
  return new Map([
    ...texts,
    ...entries.filter(isLong).map(({ path, oid }) => [path, oid] as const),
  ]);
}
