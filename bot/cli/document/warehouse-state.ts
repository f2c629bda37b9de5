import { statSync } from "node:fs";

/** What tells one warehouse, and for a file one state of it, from another; for comparing, not for people. */
export function warehouseState(url: string | undefined): string {
  if (url === undefined) return "none";
  if (!url.startsWith("duckdb:")) return url;
  const stat = statSync(url.slice("duckdb:".length), { throwIfNoEntry: false });
  return `${url} ${stat?.size} ${stat?.mtimeMs}`;
}
