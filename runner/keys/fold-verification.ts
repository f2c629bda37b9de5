import type { PlausiblePair } from "./find-pairs.ts";

type Cell = string | number | boolean | null;

/** A pair with what all rows say about it. */
export interface VerifiedPair extends PlausiblePair {
  childRows: number;
  nonNull: number;
  orphanRows: number;
  orphanKeys: number;
  coverage: number;
  parentCoverage: number;
  isUniqueInChild: boolean;
  /** undefined: no parent has a child. */
  children: { p50: number; p95: number; max: number } | undefined;
}

/** Reads the answer to a verification; pairs whose column is all null by now are left out. */
export function foldVerification(
  pairs: readonly PlausiblePair[],
  rows: readonly (readonly Cell[])[],
): readonly VerifiedPair[] {
  return rows.flatMap((row) => {
    const [at, childRows, nonNull, keys, orphanRows, orphanKeys, parents, most, p50, p95, max] =
      row.map((cell) => (cell === null ? Number.NaN : Number(cell)));
    const pair = pairs[at ?? -1];
    if (pair === undefined || !nonNull) return [];
    const numbers = [childRows, keys, orphanRows, orphanKeys, parents, most];
    if (!numbers.every((number) => number !== undefined && Number.isSafeInteger(number))) return [];
    const [
      rowsOfChild = 0,
      keysOfChild = 0,
      lostRows = 0,
      lostKeys = 0,
      parentKeys = 0,
      mostRows = 0,
    ] = numbers;
    const hasChildren = p50 !== undefined && !Number.isNaN(p50);
    return [
      {
        ...pair,
        childRows: rowsOfChild,
        nonNull,
        orphanRows: lostRows,
        orphanKeys: lostKeys,
        coverage: (nonNull - lostRows) / nonNull,
        parentCoverage: parentKeys === 0 ? 0 : (keysOfChild - lostKeys) / parentKeys,
        isUniqueInChild: mostRows <= 1,
        children: hasChildren ? { p50, p95: p95 ?? p50, max: max ?? p50 } : undefined,
      },
    ];
  });
}
