import { join } from "node:path";
import { listDbtFiles } from "#runner/checkout/list-dbt-files.ts";
import { openTextReader } from "#runner/checkout/open-text-reader.ts";
import type { MergeBase } from "#runner/checkout/read-commits.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import { isDbtPath } from "#runner/lineage/is-dbt-path.ts";
import type { ProjectSide } from "#runner/lineage/state/project-side.ts";
import { type Repository, WorldFailure } from "#runner/ports.ts";

/** Longest file that is read, in bytes. */
const maxBytes = 5 * 1024 * 1024;
/** Packages lie beside the project without being in git: they count for both sides. */
const installed = /(?:^|\/)dbt_(?:packages|modules)\//;

/**
 * A project where two histories part, and at a head or as its files are now. Rejects with WorldFailure
 * `repository-unavailable` when there is no such commit.
 */
export async function readSides(
  repository: Repository & MergeBase,
  directory: string,
  revisions: { base: string; head: string | undefined },
): Promise<{ base: ProjectSide; head: ProjectSide; baseSha: string; headSha: string | undefined }> {
  const here = readDirectory(directory);
  const packages = new Map([...here].filter(([path]) => installed.test(path)));
  const headSha = await resolve(repository, revisions.head ?? "HEAD");
  const baseSha = await repository.mergeBase(await resolve(repository, revisions.base), headSha);
  const at = async (sha: string) =>
    toSide(new Map([...packages, ...(await readCommit(repository, sha))]));
  return {
    base: await at(baseSha),
    head: revisions.head === undefined ? toSide(here) : await at(headSha),
    baseSha,
    headSha: revisions.head === undefined ? undefined : headSha,
  };
}

async function resolve(repository: Repository, revision: string): Promise<string> {
  const sha = await repository.resolve(revision);
  if (sha !== undefined) return sha;
  throw new WorldFailure(
    "repository-unavailable",
    `looking for ${revision}: there is no such commit here`,
  );
}

async function readCommit(
  repository: Repository,
  sha: string,
): Promise<ReadonlyMap<string, string>> {
  const paths = (await repository.tree(sha)).map(({ path }) => path).filter(isDbtPath);
  return repository.readFiles(sha, paths);
}

function readDirectory(directory: string): ReadonlyMap<string, string> {
  const read = openTextReader(maxBytes);
  return new Map(
    listDbtFiles(directory).flatMap(({ path }) => {
      const text = read(join(directory, path));
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

function toSide(files: ReadonlyMap<string, string>): ProjectSide {
  return { project: indexProject(files), files };
}
