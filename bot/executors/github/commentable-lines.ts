/**
 * Lines of the new file that a review may comment on: those that a patch of GitHub's shows, added or
 * unchanged. Numbers are 1-based.
 */
export function commentableLines(patch: string): Set<number> {
  const lines = new Set<number>();
  let next = 0;
  for (const line of patch.split("\n")) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)?.[1];
    if (start !== undefined) {
      next = Number(start);
      continue;
    }
    if (line.startsWith("+") || line.startsWith(" ")) lines.add(next++);
  }
  return lines;
}
