import type { EdgeKind } from "./column-lineage.ts";

/** From what keeps everything to what keeps least. */
const order: readonly EdgeKind[] = [
  "passthrough",
  "renamed",
  "cast",
  "union",
  "constant",
  "derived",
  "aggregated",
];

/** What two steps after each other are together: the one that keeps less. */
export function composeKinds(one: EdgeKind, other: EdgeKind): EdgeKind {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
