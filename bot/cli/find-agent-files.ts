import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "#agents-schema/settings.ts";
import { shelfPaths } from "#agents-schema/shelf-paths.ts";

/** Directories that hold other people's files, never a team's agents. */
const skipped = new Set([".git", "node_modules", "target", "dbt_packages", ".venv"]);

/** The agent files that the settings of a directory name, relative to it, with `/`. Symbolic links are listed, not followed. */
export async function findAgentFiles(directory: string, settings: Settings): Promise<string[]> {
  const found = new Set<string>();
  for (const base of new Set(settings.agents.map(staticBase))) await list(directory, base, found);
  return shelfPaths([...found].sort(), settings);
}

/** The part of a glob before its first wildcard, up to a slash: nothing outside it can match. */
function staticBase(glob: string): string {
  const plain = glob.replace(/^!?(?:\.\/)*/, "");
  const literal = /^[^*?[\]{}()!]*/.exec(plain)?.[0] ?? "";
  if (literal === plain && !plain.endsWith("/")) return plain;
  return literal.slice(0, Math.max(0, literal.lastIndexOf("/")));
}

async function list(directory: string, base: string, found: Set<string>): Promise<void> {
  const there = await lstat(join(directory, base)).catch(() => undefined); // Named but not there: nothing to list.
  if (there === undefined) return;
  if (!there.isDirectory()) {
    found.add(base);
    return;
  }
  for (const entry of await readdir(join(directory, base), { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = base === "" ? entry.name : `${base}/${entry.name}`;
    if (entry.isDirectory()) await list(directory, path, found);
    else found.add(path);
  }
}
