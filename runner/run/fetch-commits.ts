import type { Run } from "#agents-schema/run.ts";
import { type Repository, WorldFailure } from "../ports.ts";

/** Makes sure that a run's commits are at hand. A fork's head may only be found under its pull request. */
export async function fetchCommits(repository: Repository, run: Run): Promise<void> {
  const commits = [run.baseSha, run.headSha];
  try {
    await repository.fetch(commits);
  } catch (cause) {
    if (!(cause instanceof WorldFailure) || run.pullRequest === null) throw cause;
    await repository.fetch([`refs/pull/${run.pullRequest.number}/head`]);
    await repository.fetch(commits);
  }
}
