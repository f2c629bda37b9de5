import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type FileFacts, factsVersion } from "../dbt/facts/file-facts.ts";
import { factHeads, readFactLine, toFactLine } from "./fact-lines.ts";

/** What is kept above this size in bytes is not read. */
const maxBytes = 256 * 1024 * 1024;
const toAppend = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;

/** What files said when they were last read. */
export interface FactCache {
  /** undefined: the file was not read yet, or is another by now. */
  find(path: string, id: string): FileFacts | undefined;
  keep(path: string, id: string, facts: FileFacts): void;
  /** Writes what was kept since the cache was opened. A place that cannot be written to is no error. */
  save(): void;
}

/**
 * Facts in `.buster/cache/` of a directory: a line for each file, and another when it has changed, until most
 * lines are old. What is broken or of another version is forgotten. Nothing is written through a symlink, and
 * git is told to look away.
 */
export function openFactCache(directory: string): FactCache {
  const place = join(directory, ".buster", "cache");
  const file = join(place, "index.jsonl");
  const first = `${JSON.stringify({ kind: "buster-index", version: factsVersion })}\n`;
  const { kept, heads, lines } = readKept(file, first);
  const found = new Map<string, { at: number; end: number }>();
  const fresh = new Map<string, string>();
  // Two of different versions may write at once.
  const tagged = (id: string) => `${factsVersion}.${id}`;

  const append = () => {
    const isCut = kept.at(-1) !== 10;
    const descriptor = openSync(file, toAppend);
    try {
      writeFileSync(descriptor, `${isCut ? "\n" : ""}${[...fresh.values()].join("\n")}\n`);
    } finally {
      closeSync(descriptor);
    }
  };
  const rewrite = () => {
    const other = `${file}.${randomBytes(4).toString("hex")}.tmp`;
    const parts = [Buffer.from(first)];
    for (const { at, end } of found.values()) parts.push(kept.subarray(at, end), newLine);
    for (const line of fresh.values()) parts.push(Buffer.from(line), newLine);
    try {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, ".gitignore"), "*\n");
      writeFileSync(other, Buffer.concat(parts));
      renameSync(other, file);
    } finally {
      rmSync(other, { force: true });
    }
  };

  return {
    find(path, id) {
      const head = heads.get(path);
      if (head === undefined) return undefined;
      try {
        const facts = readFactLine(kept, head, tagged(id));
        if (facts !== undefined) found.set(path, head);
        return facts;
      } catch {
        return undefined; // Broken: as if it had never been there.
      }
    },
    keep(path, id, facts) {
      fresh.set(path, toFactLine(path, tagged(id), facts));
    },
    save() {
      const live = found.size + fresh.size;
      const isMostlyOld = lines + fresh.size > 2 * live;
      if (fresh.size === 0 && !isMostlyOld) return;
      try {
        if (!isOurs(join(directory, ".buster"), place)) return;
        if (lines === 0 || isMostlyOld) rewrite();
        else append();
      } catch {
        // The next start reads everything again.
      }
    },
  };
}

const newLine = Buffer.from("\n");

/** The newest line of each path, and how many lines there are; none where there is no cache, or one that is not understood. */
function readKept(file: string, first: string) {
  const heads = new Map<string, { path: string; head: string; at: number; end: number }>();
  const nothing = { kept: Buffer.alloc(0), heads, lines: 0 };
  try {
    const stat = lstatSync(file);
    if (!stat.isFile() || stat.size > maxBytes) return nothing;
    const kept = readFileSync(file);
    if (!kept.subarray(0, first.length).equals(Buffer.from(first))) return nothing;
    let lines = 0;
    for (const head of factHeads(kept, first.length)) {
      heads.set(head.path, head);
      lines++;
    }
    return { kept, heads, lines };
  } catch {
    heads.clear();
    return nothing;
  }
}

/** Directories, or not there yet: never a symlink to somewhere else. */
function isOurs(...directories: readonly string[]): boolean {
  return directories.every((directory) => {
    const stat = lstatSync(directory, { throwIfNoEntry: false });
    return stat === undefined || stat.isDirectory();
  });
}
