import { closeSync, type Dirent, opendirSync } from "node:fs";
import { isGit, nameOf } from "./check-path.ts";
import { type Directory, enterDirectory, inDirectory } from "./directory.ts";
import { maxDepth, maxFiles } from "./limits.ts";
import { kindOf } from "./read-bytes.ts";
import { Refusal } from "./refusal.ts";

/** Names read at once from a directory. */
const bufferSize = 512;

export interface Visit {
  /** A regular file. The directory is open only during the call. */
  file(path: string, directory: Directory, name: string): void;
  /** Something that no commit can hold, and what it is. `path` is for people to read. */
  odd?(path: string, what: string): void;
}

/**
 * Visits every file below the workspace, in no order, following no link and skipping git's own.
 * Throws Refusal when there are more than can be walked over.
 */
export function walk(root: string, visit: Visit): void {
  inDirectory(root, [], (directory) => walkIn(directory, "", 0, { visit, seen: 0 }));
}

function walkIn(
  directory: Directory,
  prefix: string,
  depth: number,
  state: { visit: Visit; seen: number },
): void {
  const listing = opendirSync(directory.at("."), { encoding: "latin1", bufferSize });
  try {
    for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
      if (++state.seen > maxFiles) {
        throw new Refusal(
          `the workspace has more than ${maxFiles} files; not all can be looked at`,
        );
      }
      walkEntry(directory, prefix, depth, entry, state);
    }
  } finally {
    listing.closeSync();
  }
}

function walkEntry(
  directory: Directory,
  prefix: string,
  depth: number,
  entry: Dirent,
  state: { visit: Visit; seen: number },
): void {
  const odd = (path: string, what: string) => state.visit.odd?.(path, what);
  const name = nameOf(entry.name);
  if (name === undefined) {
    odd(prefix + JSON.stringify(entry.name), "a name that is not UTF-8 text");
    return;
  }
  if (isGit(name)) return;
  const path = prefix + name;
  if (entry.isFile()) state.visit.file(path, directory, name);
  else if (!entry.isDirectory()) odd(path, kindOf(entry));
  else if (depth >= maxDepth) odd(path, "a directory too deep to look into");
  else
    walkBelow(
      directory,
      name,
      () => odd(path, "a directory that cannot be entered"),
      (below) => walkIn(below, `${path}/`, depth + 1, state),
    );
}

function walkBelow(
  directory: Directory,
  name: string,
  closed: () => void,
  use: (below: Directory) => void,
): void {
  const below = tryEntering(directory, name);
  if (below === undefined) {
    closed();
    return;
  }
  try {
    use(below);
  } finally {
    closeSync(below.fd);
  }
}

function tryEntering(directory: Directory, name: string): Directory | undefined {
  try {
    return enterDirectory(directory, name);
  } catch {
    // It was just there: someone replaced it, or took the right to enter away. Both are odd, not our error.
    return undefined;
  }
}
