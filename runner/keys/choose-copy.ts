import type { KnownColumn } from "./describe-columns.ts";
import type { Places } from "./place-nodes.ts";

/**
 * Which copy of a key a column refers to. In this order: not one that is made from the column's own relation;
 * the nearest layer, at or below its own (mart to mart, staging to staging, raw to raw); the same source or
 * folder; one that the column's relation is made from; one that is named after its table; the fullest.
 */
export function chooseCopy(
  child: KnownColumn,
  members: readonly KnownColumn[],
  places: Places,
): KnownColumn | undefined {
  const from = child.table.relation.subject;
  const layer = places.layerOf(from);
  const costs = members
    .filter((key) => key.table !== child.table && key.family === child.family)
    .map((key) => {
      const to = key.table.relation.subject;
      const climb = places.layerOf(to) - layer;
      const cost = [
        places.isMadeFrom(to, from) ? 1 : 0,
        climb > 0 ? 10 + climb : -climb,
        places.groupOf(to) === places.groupOf(from) ? 0 : 1,
        places.isMadeFrom(from, to) ? 0 : 1,
        key.isHome && key.isMain ? 0 : 1,
        -key.profile.nonNull,
      ];
      return { key, cost };
    });
  return costs.toSorted((one, other) => compare(one.cost, other.cost))[0]?.key;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((cost, index) => cost !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
