import type { RepositoryRef } from "#agents-schema/event.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { type Repository, WorldFailure } from "#runner/ports.ts";
import { fetchCommits } from "#runner/run/fetch-commits.ts";
import { type Clock, type Library, PlatformFailure } from "../ports.ts";
import { shelfAt } from "./shelf-at.ts";

/** Shelves that are kept: a commit never changes. */
const keptShelves = 200;
/** How old a branch's commit may be, in milliseconds: one click asks for it several times. */
const branchMs = 5_000;

/** What the hall reads of repositories, over the workshop's mirrors. */
export function createLibrary(
  open: (repository: RepositoryRef) => Repository,
  clock: Clock,
): Library {
  const shelves = new Map<string, Promise<Shelf>>();
  const branches = new Map<string, { sha: string; until: number }>();

  const fetchShelf = async (ref: RepositoryRef, sha: string): Promise<Shelf> => {
    const repository = open(ref);
    await repository.fetch([sha]);
    return shelfAt(repository, sha);
  };

  return {
    at: (ref, sha) =>
      orPlatformFailure(async () => {
        const key = `${ref.fullName}@${sha}`;
        const known = shelves.get(key);
        if (known !== undefined) return known;
        const shelf = fetchShelf(ref, sha);
        shelves.set(key, shelf);
        shelf.catch(() => shelves.delete(key));
        const [oldest] = shelves.keys();
        if (shelves.size > keptShelves && oldest !== undefined) shelves.delete(oldest);
        return shelf;
      }),

    changedFiles: (ref, baseSha, headSha, number) =>
      orPlatformFailure(async () => {
        const repository = open(ref);
        await fetchCommits(repository, [baseSha, headSha], number);
        const changes = await repository.changedFiles(baseSha, headSha);
        return changes.map(({ path }) => path);
      }),

    branchSha: (ref, branch) =>
      orPlatformFailure(async () => {
        const key = `${ref.fullName}:${branch}`;
        const known = branches.get(key);
        const now = clock.now().getTime();
        if (known !== undefined && now < known.until) return known.sha;
        const repository = open(ref);
        await repository.fetch([branch]);
        const sha = await repository.resolve(branch);
        if (sha === undefined) {
          throw new PlatformFailure("permanent", `reading ${ref.fullName}: no branch ${branch}`);
        }
        branches.set(key, { sha, until: now + branchMs });
        return sha;
      }),
  };
}

async function orPlatformFailure<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof WorldFailure)) throw cause;
    throw new PlatformFailure("retry", cause.message, { cause });
  }
}
