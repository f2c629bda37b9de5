import type { KnownColumn, KnownTable } from "./describe-columns.ts";

/** Columns that are combined, and combinations of one size that are tried, at most. */
const most = { columns: 8, combinations: 24 };

/** Fewer rows are told apart by anything. */
const fewRows = 20;

/**
 * Combinations of two, then of three columns that may be unique together in a relation without a key, the
 * most telling first; what is declared comes first of all. Only columns without nulls that could have as
 * many combinations as there are rows.
 */
export function planCompositeKeys(
  { relation, columns }: KnownTable,
  declared: readonly (readonly string[])[],
): {
  declared: readonly (readonly string[])[];
  sizes: readonly (readonly (readonly string[])[])[];
} {
  const hasKey = columns.some(({ profile, family }) => {
    const isUnique = profile.isUnique === true && profile.nonNull === relation.rows;
    return isUnique && (family !== "none" || profile.family === "time");
  });
  if (hasKey || relation.rows < 2) return { declared, sizes: [] };
  const ranked = columns
    .flatMap((column) => {
      const rank = rankOf(column, relation.rows);
      return rank === undefined ? [] : [{ column, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most.columns);

  const pairs = combine(ranked, 2);
  const triples = combine(ranked, 3);
  return {
    declared,
    sizes: [pairs, triples].map((combinations) =>
      combinations
        .filter((combination) => reaches(combination, relation.rows))
        .toSorted((one, other) => sumOf(one) - sumOf(other))
        .slice(0, most.combinations)
        .map((combination) => combination.map(({ column }) => column.profile.name)),
    ),
  };
}

interface Ranked {
  column: KnownColumn;
  rank: number;
}

/** Ids before times before what has few values; undefined: no part of a key. */
function rankOf({ profile, words, family }: KnownColumn, rows: number): number | undefined {
  if (profile.nonNull !== rows || profile.distinct === 1) return undefined;
  if (family !== "none" && words.key !== "none") return words.key === "number" ? 1 : 0;
  if (profile.family === "time") return profile.semantics === "audit_time" ? undefined : 2;
  if (rows < fewRows) return undefined;
  return family !== "none" && profile.semantics === "enum" ? 4 : undefined;
}

function combine(items: readonly Ranked[], size: number): Ranked[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) =>
    combine(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** Whether there are enough values for every row to have its own combination. */
function reaches(combination: readonly Ranked[], rows: number): boolean {
  const most = combination.reduce(
    (product, { column }) => product * (column.profile.distinct ?? Number.POSITIVE_INFINITY),
    1,
  );
  return most >= rows;
}

function sumOf(combination: readonly Ranked[]): number {
  return combination.reduce((sum, { rank }) => sum + rank, 0);
}
