import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "#agents-schema/digest.ts";
import type { TreeEntry } from "../ports.ts";

/** What tools make and bring, and git's own. */
const skipped = new Set([
  ".git",
  "target",
  "dbt_packages",
  "dbt_modules",
  "logs",
  "node_modules",
  ".venv",
  "venv",
  "__pycache__",
]);
/** Where people keep passwords beside their work; a commit would not have them either. */
const secret =
  /^(?:\.env(?:\.(?!example$|sample$|template$).*)?|\.envrc|\.netrc|\.pgpass|\.user\.yml|\.aws|\.ssh|\.snowflake|.*\.(?:pem|key|p8))$/i;

/**
 * The regular files of a directory, as a commit would list them, in the order of their paths. Symlinks
 * are neither listed nor followed. An oid changes whenever its file does.
 */
export function walkDirectory(directory: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const walk = (below: string) => {
    for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
      if (skipped.has(entry.name) || secret.test(entry.name)) continue;
      const path = `${below}${entry.name}`;
      if (entry.isDirectory()) walk(`${path}/`);
      if (!entry.isFile()) continue;
      const { size, mtimeMs, mode } = lstatSync(join(directory, path));
      const oid = sha256(`${path}\0${size}\0${mtimeMs}`).slice(0, 40);
      entries.push({ path, mode: (mode & 0o100) === 0 ? "100644" : "100755", oid, size });
    }
  };
  walk("");
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}
