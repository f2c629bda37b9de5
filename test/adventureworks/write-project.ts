import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type Target = { kind: "duckdb"; path: string } | { kind: "postgres"; url: string };

/**
 * Writes a dbt project over the bicycle shop's tables into a directory that exists: 15 sources without a
 * word of description, staging views that rename, marts that join. It builds into the schema `analytics`.
 */
export async function writeProject(directory: string, target: Target): Promise<void> {
  await cp(join(import.meta.dirname, "project"), directory, { recursive: true });
  await writeFile(join(directory, "profiles.yml"), toProfiles(target));
}

function toProfiles(target: Target): string {
  const output =
    target.kind === "duckdb"
      ? { type: "duckdb", path: target.path, schema: "analytics", threads: 2 }
      : { type: "postgres", ...toConnection(new URL(target.url)), schema: "analytics", threads: 2 };
  const lines = Object.entries(output).map(
    ([key, value]) => `      ${key}: ${JSON.stringify(value)}\n`,
  );
  return `adventureworks:\n  target: dev\n  outputs:\n    dev:\n${lines.join("")}`;
}

function toConnection(url: URL) {
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    dbname: url.pathname.slice(1),
  };
}
