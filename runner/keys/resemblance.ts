import type { KnownColumn } from "./describe-columns.ts";
import type { KeyGroup } from "./group-keys.ts";
import { judgeValues } from "./judge-values.ts";

/** Values of a column below this number may be anything. */
const fewest = 10;

/** Hashes that are looked up: if a key has all values of a column, it has those of the smallest hashes. */
const probed = 4;

/**
 * Finds keys that have a column's values though nothing in its name says so. Only for keys that are called
 * one, and values that are not in there by accident.
 */
export function resemblance(
  groups: readonly KeyGroup[],
): (child: KnownColumn) => readonly KeyGroup[] {
  const byHash = new Map<string, { key: KnownColumn; group: KeyGroup }[]>();
  for (const group of groups) {
    for (const key of group.members) {
      if (!key.isMain || key.words.key === "none") continue;
      for (const hash of key.profile.sketch ?? []) {
        const found = byHash.get(hash);
        if (found === undefined) byHash.set(hash, [{ key, group }]);
        else found.push({ key, group });
      }
    }
  }
  return (child) => {
    if ((child.profile.distinct ?? 0) < fewest) return [];
    const best = new Map<KeyGroup, KnownColumn>();
    for (const hash of child.profile.sketch?.slice(0, probed) ?? []) {
      for (const { group, key } of byHash.get(hash) ?? []) best.set(group, key);
    }
    return [...best].flatMap(([group, key]) =>
      key.table !== child.table && judgeValues(child, key) === "together" ? [group] : [],
    );
  };
}
