import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { sandboxUser } from "../ports/sandbox-user.ts";
import type { Log, TreeEntry } from "../ports.ts";
import { resetTree } from "./reset-tree.ts";
import type { TreeStamps } from "./tree-stamp.ts";
import { writeFiles } from "./write-files.ts";

type ReadBlobs = (entries: readonly TreeEntry[]) => Promise<readonly Buffer[]>;

/** Workspaces of one repository that are kept for its next runs. */
const maxKept = 2;
/** Workspaces that are remembered while runs have them: of thousands of files, each is some megabytes of memory. */
const maxLent = 4;

/**
 * Workspaces that runs are done with, brought to another commit instead of written anew: only what differs is. They
 * lie in `directory`, on the file system of the workspaces. What is known of them is known to this process alone, so
 * what killed processes left is removed.
 */
export function keepTrees(options: { directory: string; log: Log }): {
  materialise(tree: readonly TreeEntry[], read: ReadBlobs, directory: string): Promise<void>;
  reclaim(directory: string): Promise<void>;
} {
  const { directory: shelf, log } = options;
  const owner = process.getuid?.() === 0 ? sandboxUser : undefined;
  const kept: { path: string; stamps: TreeStamps }[] = [];
  const lent = new Map<string, TreeStamps>();
  let lastNumber = 0;
  const lend = (directory: string, stamps: TreeStamps) => {
    lent.set(directory, stamps);
    for (const oldest of [...lent.keys()].slice(0, -maxLent)) lent.delete(oldest);
  };
  let tidied: Promise<void> | undefined;

  /** Of this machine's processes that have ended. */
  async function tidy(): Promise<void> {
    if (!existsSync(shelf)) return;
    for (const name of await readdir(shelf)) {
      const [, machine, pid] = /^(.*)\.(\d+)\.\d+$/.exec(name) ?? [];
      if (machine === hostname() && Number(pid) !== process.pid && !isRunning(Number(pid))) {
        await rm(join(shelf, name), { recursive: true, force: true });
      }
    }
  }

  /** Is the workspace at the commit now? A tree of no use is removed. */
  async function bring(
    tree: readonly TreeEntry[],
    read: ReadBlobs,
    directory: string,
  ): Promise<boolean> {
    const one = kept.pop();
    if (one === undefined) return false;
    try {
      if (existsSync(directory)) rmdirSync(directory);
      await rename(one.path, directory);
    } catch {
      // There is something in the directory, or it is elsewhere: then it is written as usual.
      kept.push(one);
      return false;
    }
    try {
      const wanted = new Map(tree.map((entry) => [entry.path, entry]));
      const { files, directories } = await resetTree(directory, wanted, one.stamps, owner);
      const missing = tree.filter(({ path }) => !files.has(path));
      const fresh = await writeFiles(missing, read, directory, log, { owner, directories });
      for (const path of files) {
        const stamp = one.stamps.files.get(path);
        if (stamp !== undefined) fresh.files.set(path, stamp);
      }
      lend(directory, fresh);
      return true;
    } catch (cause) {
      log.warn({ directory, err: cause }, "kept workspace could not be used");
      await rm(directory, { recursive: true, force: true });
      return false;
    }
  }

  return {
    async materialise(tree, read, directory) {
      tidied ??= tidy().catch((cause) => {
        log.warn({ directory: shelf, err: cause }, "kept workspaces of dead processes not removed");
      });
      await tidied;
      if (await bring(tree, read, directory)) return;
      lend(directory, await writeFiles(tree, read, directory, log, { owner }));
    },
    async reclaim(directory) {
      const stamps = lent.get(directory);
      lent.delete(directory);
      if (stamps === undefined || kept.length >= maxKept) return;
      mkdirSync(shelf, { recursive: true, mode: 0o700 });
      const path = join(shelf, `${hostname()}.${process.pid}.${++lastNumber}`);
      try {
        await rename(directory, path);
        kept.push({ path, stamps });
      } catch (cause) {
        log.debug({ directory, err: cause }, "workspace not kept");
      }
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
