import { diffArrays } from "diff";

/** How many lines differ. Lines in the place of others count once, blank lines between items are a list's habit. */
export function changedLines(before: string, after: string): number {
  const end = before.endsWith("\n") ? "" : before.includes("\r\n") ? "\r\n" : "\n";
  const lines = [before, after].map((text) => (text + end).split("\n"));
  let changed = 0;
  let removed = 0;
  for (const { value, ...part } of diffArrays(lines[0] ?? [], lines[1] ?? [])) {
    const count = value.filter((line) => line.trim() !== "" || part.removed).length;
    changed += part.added ? Math.max(0, count - removed) : part.removed ? count : 0;
    removed = part.removed ? count : 0;
  }
  return changed;
}
