import type { CommitContent, FileChange } from "#agents-schema/effect.ts";
import { readFactFile } from "../facts/read-fact-file.ts";

/** Of one commit, below what the gate allows, and of a whole pull request. */
const ofCommit = { files: 100, bytes: 4 * 1024 * 1024 };
const ofAll = { commits: 150, files: 9_000, bytes: 36 * 1024 * 1024 };
/** Subjects that a commit's message names. */
const named = 20;

/**
 * Changes as commits, one for each folder, or several where a folder's would be too large. Facts go with the
 * property file that stands on them. Folders for which there is no room are left out whole.
 */
export function groupCommits(changes: readonly FileChange[]): {
  commits: CommitContent[];
  leftOut: readonly string[];
} {
  const byFolder = Map.groupBy(changes, folderOf);
  const commits: CommitContent[] = [];
  const leftOut: string[] = [];
  let room = { ...ofAll };
  for (const [folder, files] of [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const parts = split(files);
    const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0);
    if (parts.length > room.commits || files.length > room.files || bytes > room.bytes) {
      leftOut.push(folder);
      continue;
    }
    room = {
      commits: room.commits - parts.length,
      files: room.files - files.length,
      bytes: room.bytes - bytes,
    };
    for (const [index, part] of parts.entries()) {
      const which = parts.length > 1 ? ` (${index + 1} of ${parts.length})` : "";
      commits.push({
        headline: `${headlineOf(folder).slice(0, 100)}${which}`,
        body: bodyOf(part),
        changes: part,
      });
    }
  }
  return { commits, leftOut };
}

/** Where a change belongs: its directory; of facts that of the property file that they are for. */
function folderOf({ path, content }: FileChange): string {
  const subject = factsOf({ path, content });
  return directoryOf(subject?.path ?? path);
}

function directoryOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}

function factsOf({ path, content }: Pick<FileChange, "path" | "content">) {
  if (!/(?:^|\/)\.buster\/facts\//.test(path) || content === null) return undefined;
  const facts = readFactFile(content);
  return "problem" in facts ? undefined : facts;
}

/** Property files and their facts stay close to each other, in order of their names. */
function split(files: readonly FileChange[]): FileChange[][] {
  const parts: FileChange[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = parts.at(-1);
    const size = sizeOf(file);
    if (last !== undefined && last.length < ofCommit.files && bytes + size <= ofCommit.bytes) {
      last.push(file);
      bytes += size;
    } else {
      parts.push([file]);
      bytes = size;
    }
  }
  return parts;
}

function sizeOf({ content }: FileChange): number {
  return Buffer.byteLength(content ?? "");
}

function headlineOf(folder: string): string {
  return folder === "." ? "Document the project" : `Document ${folder}`;
}

function bodyOf(part: readonly FileChange[]): string {
  const subjects = part.flatMap((file) => factsOf(file)?.subject ?? []).sort();
  if (subjects.length === 0) return "";
  const more = subjects.length > named ? ` and ${subjects.length - named} more` : "";
  return `Documented: ${subjects.slice(0, named).join(", ")}${more}.`;
}
