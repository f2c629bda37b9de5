import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../ports.ts";
import { type Environment, gitEnvironment } from "./git-environment.ts";
import { runGit } from "./run-git.ts";

/** Every fetch brings a pack; above this many, looking for an object takes noticeably longer. */
const maxPacks = 20;

/**
 * Joins small packs into larger ones when there are many. Nothing is lost by it, not even what no ref
 * leads to. To be called under the lock. That it did not work out is no reason to fail a fetch.
 */
export async function tidyMirror(
  gitDirectory: string,
  machine: Environment,
  log: Log,
): Promise<void> {
  try {
    const packs = readdirSync(join(gitDirectory, "objects", "pack")).filter((name) =>
      name.endsWith(".pack"),
    );
    if (packs.length <= maxPacks) return;
    await runGit([`--git-dir=${gitDirectory}`, "repack", "--geometric=2", "-d", "--quiet"], {
      environment: gitEnvironment(machine, "none"),
      timeoutMs: 5 * 60_000,
    });
  } catch (cause) {
    log.warn({ gitDirectory, err: cause }, "mirror not tidied");
  }
}
