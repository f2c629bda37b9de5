import type { ChangedFile } from "../ports.ts";

const statuses: Readonly<Record<string, ChangedFile["status"]>> = { A: "added", D: "deleted" };

/** The files of `git diff-tree -r -z --name-status --no-renames`: status and path, each ended by NUL. */
export function parseChanges(output: Buffer): ChangedFile[] {
  const fields = output.toString("utf8").split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [status = "", path = ""] = fields.slice(at, at + 2);
    files.push({ path, status: statuses[status] ?? "modified" });
  }
  return files;
}
