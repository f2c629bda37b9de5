import type { Dialect } from "./dialect.ts";
import { type DistributionRequest, planDistribution } from "./plan-distribution.ts";

/** Characters of one statement: the SQL gate reads no more than 20,000. */
const longestStatement = 18_000;
/** Combinations of values of which a row store makes the groups of several columns in one scan. */
const mostCombinations = 5_000;

export interface Batch {
  requests: readonly DistributionRequest[];
  sql: string;
}

/**
 * Requests that are asked together. Of a small relation as many as a statement may hold; of a large one
 * each alone, but for a row store those whose combinations are few: they are grouped once, and what comes
 * out of it for each column.
 */
export function batchDistributions(
  from: string,
  requests: readonly DistributionRequest[],
  dialect: Dialect,
  areTogether: boolean,
): readonly Batch[] {
  if (areTogether) return fill(from, requests, dialect, false, () => true);
  if (dialect !== "postgres") return requests.map((request) => batchOf(from, [request], dialect));

  const few = requests.filter(({ groups = 0 }) => groups > 0 && groups < mostCombinations);
  const others = requests.filter((request) => !few.includes(request));
  const ascending = few.toSorted((a, b) => (a.groups ?? 0) - (b.groups ?? 0));
  const combinations = (some: readonly DistributionRequest[]) =>
    some.reduce((product, { groups = 0 }) => product * (groups + 1), 1);
  return [
    ...fill(from, ascending, dialect, true, (some) => combinations(some) <= mostCombinations),
    ...others.map((request) => batchOf(from, [request], dialect)),
  ];
}

function fill(
  from: string,
  requests: readonly DistributionRequest[],
  dialect: Dialect,
  isShared: boolean,
  fits: (some: readonly DistributionRequest[]) => boolean,
): readonly Batch[] {
  const batches: DistributionRequest[][] = [];
  let length = 0;
  for (const request of requests) {
    const more = planDistribution(from, [request], dialect).length + 20;
    const last = batches.at(-1);
    if (last === undefined || length + more > longestStatement || !fits([...last, request])) {
      batches.push([request]);
      length = more;
      continue;
    }
    last.push(request);
    length += more;
  }
  return batches.map((batch) => batchOf(from, batch, dialect, isShared && batch.length > 1));
}

export function batchOf(
  from: string,
  requests: readonly DistributionRequest[],
  dialect: Dialect,
  isShared = false,
): Batch {
  return { requests, sql: planDistribution(from, requests, dialect, isShared) };
}
