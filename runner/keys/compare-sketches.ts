/** Most hashes that a sketch keeps; one with fewer has them all. */
const kept = 128;
/** Below every hash: engines give 64 bits, with a sign or without. */
const lowest = -(2n ** 64n);

/**
 * How many of a column's values another has, judged by the smallest hashes of both; undefined where either
 * is missing. `seen` are those that can be judged: hashes above the other's largest were not kept there.
 */
export function compareSketches(
  child: readonly string[] | undefined,
  parent: readonly string[] | undefined,
): { seen: number; found: number } | undefined {
  if (child === undefined || parent === undefined) return undefined;
  const has = new Set(parent);
  const isWhole = parent.length < kept;
  const limit = parent.map(BigInt).reduce((most, hash) => (hash > most ? hash : most), lowest);
  const seen = isWhole ? child : child.filter((hash) => has.has(hash) || BigInt(hash) <= limit);
  return { seen: seen.length, found: seen.filter((hash) => has.has(hash)).length };
}
