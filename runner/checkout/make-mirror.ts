import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Environment, gitEnvironment } from "./git-environment.ts";
import { runGit } from "./run-git.ts";

/** Makes an empty bare repository, in place of what is there. It stands there whole or not at all. */
export async function makeMirror(
  { directory, mirror }: { directory: string; mirror: string },
  machine: Environment,
): Promise<void> {
  const half = join(directory, "half-made.git");
  rmSync(half, { recursive: true, force: true });
  await runGit(["init", "--bare", "--quiet", "--template=", "--initial-branch=none", half], {
    environment: gitEnvironment(machine, "none"),
    timeoutMs: 10_000,
  });
  rmSync(mirror, { recursive: true, force: true });
  renameSync(half, mirror);
}
