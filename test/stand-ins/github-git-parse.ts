import type { GitIdentity } from "./github-git-objects.ts";

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
}

/** What `git ls-tree -z` printed. */
export function parseTree(listing: string): TreeEntry[] {
  return listing
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode = "", type = "", sha = ""] = line.slice(0, tab).split(" ");
      return { path: line.slice(tab + 1), mode, type, sha };
    });
}

/** What `git cat-file commit` printed, in the shape of the git data API. */
export function parseCommit(raw: string): {
  message: string;
  parents: string[];
  author: GitIdentity;
  committer: GitIdentity;
} {
  const end = raw.indexOf("\n\n");
  const lines = raw.slice(0, end).split("\n");
  const valuesOf = (name: string) =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    message: raw.slice(end + 2),
    parents: valuesOf("parent"),
    author: parseIdentity(valuesOf("author")[0] ?? ""),
    committer: parseIdentity(valuesOf("committer")[0] ?? ""),
  };
}

function parseIdentity(line: string): GitIdentity {
  const [, name = "", email = "", seconds = "0", sign = "+", hours = "00", minutes = "00"] =
    /^(.*) <(.*)> (\d+) ([+-])(\d{2})(\d{2})$/.exec(line) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const local = new Date(Number(seconds) * 1000 + offsetMs).toISOString().slice(0, 19);
  return { name, email, date: `${local}${sign}${hours}:${minutes}` };
}
