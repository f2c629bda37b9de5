import type { PullRequestFacts, RepositoryRef } from "#agents-schema/event.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import type { House } from "./house.ts";

/** Where a request is about: the commits, and the agents of the base. */
export interface Site {
  pullRequest: PullRequestFacts | null;
  baseSha: string;
  headSha: string;
  shelf: Shelf;
}

/** The commits and agents that a request is about; undefined when its pull request is not open. */
export async function findSite(
  house: House,
  repository: RepositoryRef,
  on: number | null,
): Promise<Site | undefined> {
  if (on === null) {
    const branch = await house.github.defaultBranch(repository);
    const sha = await house.library.branchSha(repository, branch);
    const shelf = await house.library.at(repository, sha);
    return { pullRequest: null, baseSha: sha, headSha: sha, shelf };
  }
  const pullRequest = await house.github.pullRequest(repository, on);
  if (pullRequest === undefined || pullRequest.state === "closed") return undefined;
  const { baseSha, headSha } = pullRequest;
  return { pullRequest, baseSha, headSha, shelf: await house.library.at(repository, baseSha) };
}
