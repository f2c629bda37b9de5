import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Log, TreeEntry } from "../ports.ts";
import { isCheckoutPath } from "./is-checkout-path.ts";

/** Largest file that is written, in bytes: GitHub takes none that is larger. */
const maxFile = 100 * 1024 * 1024;
/** Files and bytes that are read before they are written. */
const batch = { files: 256, bytes: 8 * 1024 * 1024 };
/** Writing is fastest without promises, but others of this process get their turn after this long. */
const turnMs = 8;

/**
 * Writes a commit's files into an empty directory: regular files only, in modes 644 and 755. A
 * symlink becomes a file that holds its target, a submodule nothing. Nothing is overwritten. Throws
 * at a path that no checkout may have.
 */
export async function writeFiles(
  tree: readonly TreeEntry[],
  read: (entries: readonly TreeEntry[]) => Promise<readonly Buffer[]>,
  directory: string,
  log: Log,
): Promise<void> {
  const top = resolve(directory);
  mkdirSync(top, { recursive: true });
  const made = new Set([top]);
  let turnEnds = performance.now() + turnMs;
  for (const entries of batches(writable(tree, log))) {
    const contents = await read(entries);
    for (const [index, entry] of entries.entries()) {
      const content = contents[index];
      if (content === undefined) throw new Error(`${entry.path} could not be read`);
      writeFile(join(top, entry.path), entry.mode, content, made);
      if (performance.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = performance.now() + turnMs;
    }
  }
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

function writeFile(target: string, mode: string, content: Buffer, made: Set<string>): void {
  makeDirectory(dirname(target), made);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = openSync(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
    fchmodSync(file, mode === "100755" ? 0o755 : 0o644);
  } finally {
    closeSync(file);
  }
}

function makeDirectory(directory: string, made: Set<string>): void {
  if (made.has(directory)) return;
  makeDirectory(dirname(directory), made);
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  made.add(directory);
}
