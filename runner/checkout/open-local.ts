import type { Log, Repository } from "../ports.ts";
import { WorldFailure } from "../ports.ts";
import { type Environment, gitEnvironment } from "./git-environment.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { type CommitPlace, type MergeBase, readCommits } from "./read-commits.ts";
import { runGit } from "./run-git.ts";

/**
 * The commits of a person's own clone. When `directory` lies below the top of the clone, only what is
 * below it counts and paths begin there. Never asks the network: `fetch` makes sure that a commit is here.
 */
export function openLocal(options: {
  directory: string;
  log: Log;
  environment?: Environment;
}): Repository & MergeBase {
  const { directory, log, environment: machine = {} } = options;
  let place: Promise<CommitPlace> | undefined;
  const locate = () => {
    place ??= orUnavailable(`looking for a git repository in ${directory}`, () =>
      findRepository(directory, machine),
    );
    return place;
  };
  const commits = readCommits(locate, machine, log);
  return {
    ...commits,
    async fetch(revisions) {
      for (const revision of revisions) {
        if ((await commits.resolve(revision)) !== undefined) continue;
        const message = `looking for ${revision}: ${directory} has no such commit; git fetch brings it`;
        throw new WorldFailure("repository-unavailable", message);
      }
    },
  };
}

async function findRepository(directory: string, machine: Environment): Promise<CommitPlace> {
  const answer = await runGit(
    ["-C", directory, "rev-parse", "--absolute-git-dir", "--show-prefix"],
    { environment: gitEnvironment(machine, "none"), timeoutMs: 10_000 },
  );
  const [gitDirectory = "", prefix = ""] = answer.toString("utf8").split("\n");
  return { gitDirectory, prefix };
}
