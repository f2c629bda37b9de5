import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../bike-shop", import.meta.url));
/** The generator is how the example's data is made, not part of the dbt project. */
const notInProject = new Set(["generator", "generate.ts", "target", "logs", "dbt_packages"]);

/** The bike shop's files, as its repository holds them. */
export async function readProject(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || /\.duckdb(?:\.wal)?$/.test(entry.name)) continue;
    const full = join(entry.parentPath, entry.name);
    const path = relative(root, full).split(sep).join("/");
    if (notInProject.has(path.split("/")[0] ?? "")) continue;
    files[path] = await readFile(full, "utf8");
  }
  return files;
}
