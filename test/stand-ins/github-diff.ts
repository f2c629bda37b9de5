import { runGit } from "./github-git-objects.ts";

/** A changed file as `GET /pulls/:number/files` lists it. */
export interface DiffFile {
  sha: string;
  filename: string;
  previous_filename?: string;
  status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  additions: number;
  deletions: number;
  changes: number;
  /** Absent for binary files and pure renames, as on GitHub. */
  patch?: string;
}

const statuses: Record<string, DiffFile["status"]> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

export interface Comparison {
  files: readonly DiffFile[];
  /** How many commits the head has that the base lacks. */
  commits: number;
}

/** Base and head as a pull request shows them. */
export async function compare(directory: string, base: string, head: string): Promise<Comparison> {
  const [files, count] = await Promise.all([
    diffFiles(directory, base, head),
    runGit(directory, ["rev-list", "--count", `${base}..${head}`]),
  ]);
  return { files, commits: Number(count) };
}

/** What differs between the merge base of two commits and the head, by real git. */
async function diffFiles(directory: string, base: string, head: string): Promise<DiffFile[]> {
  const printed = await runGit(directory, [
    "diff",
    "--raw",
    "--patch",
    "-z",
    "-M",
    "--no-abbrev",
    `${base}...${head}`,
  ]);
  // An empty name, which no file has, ends the list of files.
  const end = printed.indexOf("\0\0");
  if (end === -1) return [];
  const sections = printed.slice(end + 2).split(/^(?=diff --git )/m);
  return parseRaw(printed.slice(0, end + 1)).map((file, index) => {
    const section = sections[index] ?? "";
    const start = section.search(/^@@ /m);
    // Binary files and pure renames have no hunks, and count nothing.
    if (start === -1) return { ...file, additions: 0, deletions: 0, changes: 0 };
    const patch = section.slice(start).replace(/\n$/, "");
    const additions = countLines(patch, "+");
    const deletions = countLines(patch, "-");
    return { ...file, additions, deletions, changes: additions + deletions, patch };
  });
}

export function unifiedDiff(directory: string, base: string, head: string): Promise<string> {
  return runGit(directory, ["diff", "-M", "--no-color", "--no-ext-diff", `${base}...${head}`]);
}

function parseRaw(raw: string): Pick<DiffFile, "sha" | "filename" | "status">[] {
  const parts = raw.split("\0");
  const files: (Pick<DiffFile, "sha" | "filename" | "status"> & { previous_filename?: string })[] =
    [];
  for (let index = 0; index < parts.length - 1; index += 2) {
    const [, , oldSha = "", newSha = "", letter = "M"] = (parts[index] ?? "").split(" ");
    const status = statuses[letter.charAt(0)] ?? "modified";
    const sha = status === "removed" ? oldSha : newSha;
    const first = parts[index + 1] ?? "";
    if (status !== "renamed" && status !== "copied") {
      files.push({ sha, filename: first, status });
      continue;
    }
    index += 1;
    files.push({ sha, filename: parts[index + 1] ?? "", previous_filename: first, status });
  }
  return files;
}

function countLines(patch: string, sign: "+" | "-"): number {
  return patch.split("\n").filter((line) => line.startsWith(sign)).length;
}

/** Line numbers of the old (LEFT) and new (RIGHT) file on which a review comment may stand, by hunk. */
export function commentableLines(patch: string): { left: Set<number>; right: Set<number> }[] {
  const hunks: { left: Set<number>; right: Set<number> }[] = [];
  let left = 0;
  let right = 0;
  for (const line of patch.split("\n")) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (header !== null) {
      left = Number(header[1]);
      right = Number(header[2]);
      hunks.push({ left: new Set(), right: new Set() });
      continue;
    }
    const hunk = hunks.at(-1);
    if (hunk === undefined || line.startsWith("\\")) continue;
    if (!line.startsWith("+")) hunk.left.add(left++);
    if (!line.startsWith("-")) hunk.right.add(right++);
  }
  return hunks;
}
