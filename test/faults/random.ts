/** Chance that the same seed brings again. */
export interface Random {
  /** From 0 up to, not with, 1. */
  next(): number;
  chance(share: number): boolean;
  pick<Value>(of: readonly [Value, ...Value[]] | readonly Value[]): Value;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: small, and good enough to choose by.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (share) => next() < share,
    pick(of) {
      const picked = of[Math.floor(next() * of.length)];
      if (picked === undefined) throw new Error("there is nothing to pick from");
      return picked;
    },
  };
}
