import { existsSync, globSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./git-environment.ts";
import { makeMirror } from "./make-mirror.ts";

/**
 * Makes the bare mirror where there is none or only half of one, and clears away what a fetch left behind
 * that died in the middle. To be called under the lock. `done` is to be called when the work on it
 * has ended, well or badly.
 */
export async function prepareMirror(
  place: { directory: string; mirror: string },
  machine: Environment,
): Promise<{ done(): void }> {
  const { directory, mirror } = place;
  if (!isWhole(mirror)) await makeMirror(place, machine);
  const sign = join(directory, "fetching");
  if (existsSync(sign)) clearAway(mirror);
  writeFileSync(sign, "");
  return { done: () => rmSync(sign, { force: true }) };
}

/** What git itself asks of a repository. */
function isWhole(mirror: string): boolean {
  return ["HEAD", "config", "objects", "refs"].every((name) => existsSync(join(mirror, name)));
}

function clearAway(mirror: string): void {
  const left = ["**/*.lock", "objects/pack/tmp_*", "objects/**/tmp_obj_*", "objects/tmp_objdir-*"];
  for (const path of globSync(left, { cwd: mirror })) {
    rmSync(join(mirror, path), { recursive: true, force: true });
  }
}
