import { lstatSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "./is-running.ts";

/** From when on what a dead process left behind is removed, in milliseconds: others may share this directory. */
const abandonedAfterMs = 3_600_000;

/** Our temporary directories: the hands themselves, and what is opened to one sandbox. */
export const prefixes = { hands: "buster-hands-", doors: "buster-doors-" };

/** Removes temporary directories of ours, named by prefix and process, that a killed process could not. */
export async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const prefix = Object.values(prefixes).find((start) => name.startsWith(start));
    if (prefix === undefined) continue;
    const path = join(tmpdir(), name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    const isOld = stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs;
    if (!isOld || stats.uid !== process.getuid?.() || isRunning(pid)) continue;
    await rm(path, { recursive: true, force: true });
  }
}
