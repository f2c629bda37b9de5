import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lchownSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Log, TreeEntry } from "../ports.ts";
import { isCheckoutPath } from "./is-checkout-path.ts";
import { settledNow, stampOf, type TreeStamps } from "./tree-stamp.ts";

/** Largest file that is written, in bytes: GitHub takes none that is larger. */
const maxFile = 100 * 1024 * 1024;
/** Files and bytes that are read before they are written. */
const batch = { files: 256, bytes: 8 * 1024 * 1024 };
/** Writing is fastest without promises, but others of this process get their turn after this long. */
const turnMs = 8;

/**
 * Writes a commit's files into an empty directory: regular files only, in modes 644 and 755. A
 * symlink becomes a file that holds its target, a submodule nothing. Nothing is overwritten. Throws
 * at a path that no checkout may have. `directories` are there already. Answers how the files were left.
 */
export async function writeFiles(
  tree: readonly TreeEntry[],
  read: (entries: readonly TreeEntry[]) => Promise<readonly Buffer[]>,
  directory: string,
  log: Log,
  how: { owner?: number | undefined; directories?: ReadonlySet<string> } = {},
): Promise<TreeStamps> {
  const top = resolve(directory);
  const { owner, directories = [] } = how;
  mkdirSync(top, { recursive: true });
  const made = new Set([top, ...[...directories].map((path) => join(top, path))]);
  const files: TreeStamps["files"] = new Map();
  let turnEnds = performance.now() + turnMs;
  for (const entries of batches(writable(tree, log))) {
    const contents = await read(entries);
    for (const [index, entry] of entries.entries()) {
      const content = contents[index];
      if (content === undefined) throw new Error(`${entry.path} could not be read`);
      const stats = writeFile(join(top, entry.path), entry.mode, content, { made, owner });
      files.set(entry.path, stampOf(entry, stats));
      if (performance.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = performance.now() + turnMs;
    }
  }
  // Last: whose the directory is tells whose all of it is.
  if (owner !== undefined) lchownSync(top, owner, owner);
  return { files, settledNs: settledNow() };
}

function writable(tree: readonly TreeEntry[], log: Log): TreeEntry[] {
  return tree.filter(({ path, mode, size }) => {
    if (!isCheckoutPath(path)) {
      throw new Error(`the commit has a path that no checkout may have: ${JSON.stringify(path)}`);
    }
    if (mode === "160000") return false;
    if (size <= maxFile && !path.includes("\ufffd")) return true;
    log.warn({ path, size }, "file left out of the workspace: too large, or its name is not UTF-8");
    return false;
  });
}

function* batches(entries: readonly TreeEntry[]): Generator<readonly TreeEntry[]> {
  let next: TreeEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    next.push(entry);
    bytes += entry.size;
    if (next.length < batch.files && bytes < batch.bytes) continue;
    yield next;
    next = [];
    bytes = 0;
  }
  if (next.length > 0) yield next;
}

interface Making {
  made: Set<string>;
  owner: number | undefined;
}

function writeFile(target: string, mode: string, content: Buffer, making: Making): BigIntStats {
  makeDirectory(dirname(target), making);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = openSync(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    if (making.owner !== undefined) fchownSync(file, making.owner, making.owner);
    fchmodSync(file, mode === "100755" ? 0o755 : 0o644);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

function makeDirectory(directory: string, making: Making): void {
  const { made, owner } = making;
  if (made.has(directory)) return;
  makeDirectory(dirname(directory), making);
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  if (owner !== undefined) lchownSync(directory, owner, owner);
  made.add(directory);
}
