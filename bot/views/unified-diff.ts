import type { FileChange } from "#agents-schema/effect.ts";
import { diffFile } from "./diff-file.ts";

/** The changes as one unified diff, files in the order given. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes
    .map(diffFile)
    .flatMap(({ path, status, lines }) => [
      `--- ${status === "added" ? "/dev/null" : `a/${path}`}`,
      `+++ ${status === "deleted" ? "/dev/null" : `b/${path}`}`,
      ...lines,
    ])
    .join("\n");
}
