import { lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { FileChange } from "#agents-schema/effect.ts";
import { PlatformFailure } from "../../ports.ts";

/**
 * Writes a proposed change into a working directory; answers the paths. Before anything is written, every
 * file must be as the agent saw it: what a person changed meanwhile is never overwritten. Never through a
 * symbolic link, never outside the directory.
 */
export async function writeChanges(
  directory: string,
  changes: readonly FileChange[],
): Promise<string[]> {
  const root = resolve(directory);
  for (const change of changes) await checkUnmoved(root, change);
  for (const { path, content } of changes) {
    const target = join(root, path);
    if (content === null) {
      await rm(target);
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    // A new file in its place: nobody ever sees half of it.
    const fresh = `${target}.buster-${process.pid}`;
    await writeFile(fresh, content, { flag: "wx" });
    await rename(fresh, target);
  }
  return changes.map(({ path }) => path);
}

async function checkUnmoved(root: string, { path, before, status }: FileChange): Promise<void> {
  const target = resolve(root, path);
  const inside = relative(root, target);
  const steps = inside.split(sep);
  if (inside === "" || steps[0] === ".." || steps.some((step) => step.toLowerCase() === ".git")) {
    throw new PlatformFailure("permanent", `writing ${path}: it is outside the repository`);
  }
  let at = root;
  for (const step of steps) {
    at = join(at, step);
    const there = await lstat(at).catch(() => undefined); // What is not there is checked below.
    if (there?.isSymbolicLink() === true) {
      throw new PlatformFailure("permanent", `writing ${path}: ${step} is a symbolic link`);
    }
  }
  const now = await readFile(target, "utf8").catch(() => null); // Not there, or not a file.
  const expected = status === "added" ? null : before;
  if (now !== expected) {
    throw new PlatformFailure("stale", `writing ${path}: it has changed since the agent read it`);
  }
}
