/**
 * The candidate that a person most likely meant, or undefined when none is close: at most one slip
 * (a letter missing, doubled, wrong, or two swapped) for every three letters; else the one that
 * begins alike (`open` for `opened`).
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const meant = plain(word);
  const limit = Math.max(1, Math.floor(meant.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = slips(meant, plain(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== undefined || meant.length < 3) return best;
  return [...candidates].find((candidate) => {
    const other = plain(candidate);
    return other.startsWith(meant) || (other.length >= 3 && meant.startsWith(`${other}_`));
  });
}

/** Case and the choice of separator are not slips. Longer words than 64 letters are compared by their start. */
function plain(word: string): string {
  return word.slice(0, 64).toLowerCase().replaceAll(/[-\s]/g, "_");
}

/** Optimal string alignment distance; answers `enough` as soon as it cannot be smaller. */
function slips(from: string, to: string, enough: number): number {
  if (Math.abs(from.length - to.length) >= enough) return enough;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1);
      const added = (current[column - 1] ?? 0) + 1;
      const removed = (last[column] ?? 0) + 1;
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && isSwap
          ? (beforeLast[column - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, added, removed, swapped));
    }
    if (Math.min(...current) >= enough && Math.min(...last) >= enough) return enough;
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? enough;
}
