import { type Environment, gitEnvironment } from "./git-environment.ts";
import { runGit } from "./run-git.ts";

/** What is the remote's fault, or the network's. */
const elsewhere = /^(?:the remote |the credential |unable to access |git did not end )/;

/**
 * Did a fetch fail because objects are missing that should be at hand? Looks only when nobody else is
 * to blame, because it walks through everything: seconds in a large repository.
 */
export async function isDamaged(
  gitDirectory: string,
  failure: unknown,
  machine: Environment,
): Promise<boolean> {
  if (failure instanceof Error && elsewhere.test(failure.message)) return false;
  try {
    await runGit([`--git-dir=${gitDirectory}`, "rev-list", "--objects", "--all", "--quiet"], {
      environment: gitEnvironment(machine, "none"),
      timeoutMs: 5 * 60_000,
    });
    return false;
  } catch {
    // That it cannot be walked through is the answer.
    return true;
  }
}
