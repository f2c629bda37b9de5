import { chmodSync, type Dirent, lchownSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { TreeEntry } from "../ports.ts";
import { isUntouched, type TreeStamps } from "./tree-stamp.ts";

/** Others of this process get their turn after this long, in milliseconds. */
const turnMs = 8;

/**
 * Takes out of a workspace that others worked in whatever a commit does not have, or that is not certainly as it was
 * written: by the file system's own times, not by content. Answers what is left: the paths of its files and its
 * directories. Nobody may work in it meanwhile. Follows no link and runs nothing, git neither. Throws at a name that
 * is no text: then the tree is of no use.
 */
export async function resetTree(
  directory: string,
  wanted: ReadonlyMap<string, TreeEntry>,
  stamps: TreeStamps,
  owner: number | undefined,
): Promise<{ files: Set<string>; directories: Set<string> }> {
  const parents = parentsOf(wanted.keys());
  const files = new Set<string>();
  const directories = new Set<string>();
  let turnEnds = performance.now() + turnMs;
  const ahead = [""];
  for (let prefix = ahead.pop(); prefix !== undefined; prefix = ahead.pop()) {
    for (const entry of readdirSync(`${directory}/${prefix}`, { withFileTypes: true })) {
      if (entry.name.includes("\ufffd")) throw new Error("it holds a name that is no text");
      visit(`${prefix}${entry.name}`, entry);
    }
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    turnEnds = performance.now() + turnMs;
  }
  return { files, directories };

  function visit(path: string, entry: Dirent): void {
    const at = `${directory}/${path}`;
    if (entry.isDirectory() && parents.has(path)) {
      makeUsual(at, owner);
      directories.add(path);
      ahead.push(`${path}/`);
      return;
    }
    if (entry.isFile() && isAsWanted(path, at)) files.add(path);
    else rmSync(at, { recursive: true, force: true });
  }

  function isAsWanted(path: string, at: string): boolean {
    const [entry, stamp] = [wanted.get(path), stamps.files.get(path)];
    if (entry === undefined || stamp?.oid !== entry.oid || stamp.mode !== entry.mode) return false;
    return isUntouched(stamp, lstatSync(at, { bigint: true }), stamps.settledNs);
  }
}

/** Every directory that a path leads through. */
function parentsOf(paths: Iterable<string>): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const parent = path.slice(0, end);
      if (parents.has(parent)) break;
      parents.add(parent);
    }
  }
  return parents;
}

/** Somebody may have closed it, opened it to all, or given it away. */
function makeUsual(at: string, owner: number | undefined): void {
  const { mode, uid } = lstatSync(at);
  if (owner !== undefined && uid !== owner) lchownSync(at, owner, owner);
  if ((mode & 0o7777) !== 0o755) chmodSync(at, 0o755);
}
