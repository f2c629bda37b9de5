import type { PullRequestFacts } from "#agents-schema/event.ts";
import type { GitHub } from "../../ports.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * A person's own working directory in the place of GitHub: what would be committed is written into the
 * files, what would be said on a pull request is said here. Nothing leaves the machine and git is not run.
 */
export function createLocalGitHub(options: {
  directory: string;
  /** The pull request that the run is told about. */
  pullRequest: PullRequestFacts;
  tell: (text: string) => void;
  now: () => Date;
}): GitHub {
  const { directory, pullRequest, tell, now } = options;
  const receipt = (externalId: string) => ({ externalId, url: null, at: now().toISOString() });
  const write = async (changes: Parameters<typeof writeChanges>[1], headline: string) => {
    const paths = await writeChanges(directory, changes);
    tell(`Written, not committed: ${headline}`);
    for (const path of paths) tell(`  ${path}`);
    return receipt("the working directory");
  };
  return {
    pullRequest: async () => pullRequest,
    // Whoever may start this program in the directory may change the files in it.
    permission: async () => "admin",
    isTeamMember: async () => false,
    defaultBranch: async () => pullRequest.baseRef,
    hasFile: async () => false,
    upsertCheck: async () => "none",
    async upsertComment(_repository, _number, _known, _marker, body) {
      tell(`Comment:\n${body}`);
      return { id: "terminal", url: null };
    },
    react: async () => undefined,
    commit: ({ changes, headline }) => write(changes, headline),
    openPullRequest: ({ commits, title }) =>
      write(
        commits.flatMap(({ changes }) => changes),
        title,
      ),
    async review({ body, findings }) {
      tell(`Review:\n${body}`);
      for (const { path, line, severity, title, body: why } of findings) {
        tell(`${path}:${line} ${severity}: ${title}\n  ${why.replaceAll("\n", "\n  ")}`);
      }
      return receipt("terminal");
    },
  };
}
