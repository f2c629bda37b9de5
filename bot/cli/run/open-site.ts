import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Shelf } from "#agents-schema/shelf.ts";
import { openDirectory } from "#runner/checkout/open-directory.ts";
import { openLocal } from "#runner/checkout/open-local.ts";
import { type Log, type Repository, WorldFailure } from "#runner/ports.ts";
import { shelfAt } from "../../wiring/shelf-at.ts";
import { isDirectory } from "../is-directory.ts";
import { readLocalShelf } from "../read-local-shelf.ts";
import type { RunRequest } from "../run-request.ts";
import { overlayDirectory } from "./overlay-directory.ts";

/** What a local run works on. */
export interface LocalSite {
  directory: string;
  repository: Repository;
  baseSha: string;
  headSha: string;
  changedFiles: readonly string[];
  shelf: Shelf;
}

/**
 * Finds the commits, the agents and the changed files that a local run is about. Agents come from the base
 * of a commit range, as they do for a pull request; without one from the files as they are on disk, so
 * that an agent can be tried before it is committed. Rejects with WorldFailure `repository-unavailable`.
 */
export async function openSite(
  { repo, changes }: Pick<RunRequest, "repo" | "changes">,
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<LocalSite> {
  const directory = resolve(cwd, repo);
  if (!(await isDirectory(directory))) {
    throw new WorldFailure("repository-unavailable", `opening ${repo}: there is no such directory`);
  }
  const clone = openLocal({ directory, log, environment });
  if (changes.kind === "revisions") {
    const baseSha = await revision(clone, changes.base);
    const headSha = await revision(clone, changes.head);
    const changed = await clone.changedFiles(baseSha, headSha);
    return {
      directory,
      repository: clone,
      baseSha,
      headSha,
      changedFiles: changed.map(({ path }) => path),
      shelf: await shelfAt(clone, baseSha),
    };
  }

  const files = openDirectory({ directory, log });
  const headSha = await revision(files, "HEAD");
  // No clone, or one without a commit: then there is nothing to compare with.
  const baseSha = (await clone.resolve("HEAD").catch(() => undefined)) ?? headSha;
  const repository = overlayDirectory(files, headSha, clone);
  const differing = await changedOnDisk(directory, repository, baseSha, headSha);
  if (changes.kind === "files") await checkNamed(repository, [baseSha, headSha], changes.paths);
  return {
    directory,
    repository,
    baseSha,
    headSha,
    changedFiles: changes.kind === "files" ? changes.paths.map(plain) : differing,
    shelf: await readLocalShelf(directory),
  };
}

async function revision(repository: Repository, name: string): Promise<string> {
  const sha = await repository.resolve(name);
  if (sha !== undefined) return sha;
  throw new WorldFailure(
    "repository-unavailable",
    `looking for ${name}: there is no such commit here`,
  );
}

/** A typing mistake must not look like a model without changes. */
async function checkNamed(
  repository: Repository,
  shas: readonly string[],
  paths: readonly string[],
): Promise<void> {
  const known = new Set<string>();
  for (const sha of shas) for (const { path } of await repository.tree(sha)) known.add(path);
  const unknown = paths.filter((path) => !known.has(plain(path)));
  if (unknown.length === 0) return;
  throw new WorldFailure(
    "repository-unavailable",
    `looking for the changed files: ${unknown.join(", ")} is not in the repository`,
  );
}

function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}

/** Paths whose content on disk is not that of the commit, by git's own hash of it. */
async function changedOnDisk(
  directory: string,
  repository: Repository,
  baseSha: string,
  headSha: string,
): Promise<string[]> {
  if (baseSha === headSha) return [];
  const committed = new Map(
    (await repository.tree(baseSha)).map((entry) => [entry.path, entry] as const),
  );
  const onDisk = await repository.tree(headSha);
  const changed: string[] = [];
  for (const { path, size } of onDisk) {
    const before = committed.get(path);
    committed.delete(path);
    if (before === undefined || before.size !== size) changed.push(path);
    else if ((await blobId(join(directory, path))) !== before.oid) changed.push(path);
  }
  const gone = [...committed.values()].filter(({ mode }) => mode.startsWith("100"));
  return [...changed, ...gone.map(({ path }) => path)].sort();
}

async function blobId(path: string): Promise<string> {
  const content = await readFile(path);
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
