import { type Repository, WorldFailure } from "../ports.ts";

/** Makes sure that commits are at hand. A fork's may only be found under its pull request, by its number. */
export async function fetchCommits(
  repository: Repository,
  shas: readonly string[],
  pullRequest: number | null,
): Promise<void> {
  try {
    await repository.fetch(shas);
  } catch (cause) {
    if (!(cause instanceof WorldFailure) || pullRequest === null) throw cause;
    await repository.fetch([`refs/pull/${pullRequest}/head`]);
    await repository.fetch(shas);
  }
}
