import type { Mistake } from "./mistake.ts";

/** Nobody reads more, and a check on GitHub shows no more; the last one says how many there were. */
const maxMistakes = 100;

/** Mistakes as a reader meets them from top to bottom, 100 at most. */
export function inFileOrder(mistakes: readonly Mistake[]): Mistake[] {
  const ordered = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  if (ordered.length <= maxMistakes) return ordered;
  const shown = ordered.slice(0, maxMistakes - 1);
  const last = ordered[maxMistakes - 1];
  const message = `and ${ordered.length - shown.length} more mistakes`;
  return last === undefined
    ? shown
    : [...shown, { ...last, path: "", message, hint: "mend these first" }];
}
