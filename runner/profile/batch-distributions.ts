import type { Dialect } from "./dialect.ts";
import { type DistributionRequest, planDistribution } from "./plan-distribution.ts";

/** Characters of one statement: the SQL gate reads no more than 20,000. */
const longestStatement = 18_000;
/** Requests that are asked together. */
export function batchDistributions(
  from: string,
  requests: readonly DistributionRequest[],
  dialect: Dialect,
  areTogether: boolean,
): readonly (readonly DistributionRequest[])[] {
  if (!areTogether) return requests.map((request) => [request]);
  const batches: DistributionRequest[][] = [];
  let length = 0;
  for (const request of requests) {
    const more = planDistribution(from, [request], dialect).length + 20;
    const last = batches.at(-1);
    if (last === undefined || length + more > longestStatement) {
      batches.push([request]);
      length = more;
      continue;
    }
    last.push(request);
    length += more;
  }
  return batches;
}
