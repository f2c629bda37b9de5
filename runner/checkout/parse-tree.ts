import type { TreeEntry } from "../ports.ts";

/** The entries of `git ls-tree -r -z -l`: `mode type oid size<TAB>path`, ended by NUL. */
export function parseTree(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (const line of output.toString("utf8").split("\0")) {
    const tab = line.indexOf("\t");
    if (tab < 0) continue;
    const [mode = "", , oid = "", size = ""] = line.slice(0, tab).split(/ +/);
    // A submodule has no size here: `-`.
    entries.push({ path: line.slice(tab + 1), mode, oid, size: Number(size) || 0 });
  }
  return entries;
}
