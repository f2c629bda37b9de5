import { structuredPatch } from "diff";
import type { FileChange } from "#agents-schema/effect.ts";

/** Beyond this many edits the comparison takes long and helps nobody. */
const maxEdits = 2000;

export interface FileDiff {
  path: string;
  status: FileChange["status"];
  /** Hunks with three lines of context, without the two lines that name the file. */
  lines: readonly string[];
  added: number;
  removed: number;
}

/**
 * One file's change, line by line. Two texts that have hardly a line in common are shown as all of one
 * replaced by all of the other.
 */
export function diffFile({ path, status, before, content }: FileChange): FileDiff {
  const patch = structuredPatch(path, path, before ?? "", content ?? "", "", "", {
    context: 3,
    maxEditLength: maxEdits,
  });
  const hunks = patch?.hunks ?? [replaceAll(before ?? "", content ?? "")];
  const changed = hunks.flatMap((hunk) => hunk.lines);
  return {
    path,
    status,
    lines: hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...lines,
    ]),
    added: changed.filter((line) => line.startsWith("+")).length,
    removed: changed.filter((line) => line.startsWith("-")).length,
  };
}

function replaceAll(before: string, after: string) {
  const old = linesOf(before);
  const now = linesOf(after);
  return {
    oldStart: Math.min(1, old.length),
    oldLines: old.length,
    newStart: Math.min(1, now.length),
    newLines: now.length,
    lines: [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)],
  };
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}
