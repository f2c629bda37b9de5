import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FileFacts, factsVersion } from "../dbt/facts/file-facts.ts";

/** What is kept above this size in bytes is not read. */
const maxBytes = 256 * 1024 * 1024;

/** What files said when they were last read. */
export interface FactCache {
  /** undefined: the file was not read yet, or is another by now. */
  find(path: string, id: string): FileFacts | undefined;
  keep(path: string, id: string, facts: FileFacts): void;
  /** Writes what was found or kept since the cache was opened. A place that cannot be written to is no error. */
  save(): void;
}

/**
 * Facts in `.buster/cache/` of a directory: a line for each file. What is broken or of another version is
 * forgotten. Nothing is written through a symlink, and git is told to look away.
 */
export function openFactCache(directory: string): FactCache {
  const place = join(directory, ".buster", "cache");
  const file = join(place, "index.jsonl");
  const head = JSON.stringify({ kind: "buster-index", version: factsVersion });
  const before = readLines(file, head);
  const now = new Map<string, string>();
  let isChanged = false;

  return {
    find(path, id) {
      const line = before.get(path);
      if (line === undefined) return undefined;
      const start = `${JSON.stringify([path, id]).slice(0, -1)},`;
      if (!line.startsWith(start)) return undefined;
      try {
        const facts: FileFacts = JSON.parse(line.slice(start.length, -1));
        now.set(path, line);
        return facts;
      } catch {
        return undefined; // Broken: as if it had never been there.
      }
    },
    keep(path, id, facts) {
      isChanged = true;
      now.set(path, `${JSON.stringify([path, id]).slice(0, -1)},${JSON.stringify(packed(facts))}]`);
    },
    save() {
      if (!isChanged && now.size === before.size) return;
      const fresh = `${file}.${randomBytes(4).toString("hex")}.tmp`;
      try {
        if (!isOurs(join(directory, ".buster"), place)) return;
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, ".gitignore"), "*\n");
        writeFileSync(fresh, `${[head, ...now.values()].join("\n")}\n`);
        renameSync(fresh, file);
      } catch {
        // The next start reads everything again.
        rmSync(fresh, { force: true });
      }
    },
  };
}

/** Programs and columns become texts, which cost nothing to read until somebody wants them. */
function packed(facts: FileFacts): FileFacts {
  const { template, properties } = facts;
  if (template?.program !== undefined && typeof template.program !== "string") {
    return { ...facts, template: { ...template, program: JSON.stringify(template.program) } };
  }
  if (properties?.models === undefined) return facts;
  const models = properties.models.map((model) =>
    model.columns === undefined ? model : { ...model, columns: JSON.stringify(model.columns) },
  );
  return { ...facts, properties: { ...properties, models } };
}

/** The line of each path; empty when there is no cache, or one that is not understood. */
function readLines(file: string, head: string): Map<string, string> {
  const lines = new Map<string, string>();
  try {
    const stat = lstatSync(file);
    if (!stat.isFile() || stat.size > maxBytes) return lines;
    const [first, ...rest] = readFileSync(file, "utf8").split("\n");
    if (first !== head) return lines;
    for (const line of rest) {
      const end = line.indexOf('","');
      if (end > 0) lines.set(JSON.parse(line.slice(1, end + 1)), line);
    }
  } catch {
    lines.clear();
  }
  return lines;
}

/** Directories, or not there yet: never a symlink to somewhere else. */
function isOurs(...directories: readonly string[]): boolean {
  return directories.every((directory) => {
    const stat = lstatSync(directory, { throwIfNoEntry: false });
    return stat === undefined || stat.isDirectory();
  });
}
