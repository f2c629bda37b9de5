import type { NumberlessFact } from "./to-facts.ts";

/** What only the search for keys and the writers of documentation need. */
const untold = new Set(["max_frequency", "singleton_count", "p05", "stddev", "mean_length"]);

/**
 * The facts that an agent is told of a relation: enough to reason with, few enough to be read. A list of
 * values that is longer than the rows which it may see is left out.
 */
export function toldFacts<One extends NumberlessFact>(
  facts: readonly One[],
  maxRows: number,
): readonly One[] {
  const listed = Map.groupBy(
    facts.filter(({ metric }) => metric === "share"),
    ({ subject }) => subject,
  );
  return facts.filter(({ metric, subject, value }) => {
    if (untold.has(metric)) return false;
    if (metric === "is_unique") return value === true;
    return metric !== "share" || (listed.get(subject)?.length ?? 0) <= maxRows;
  });
}
