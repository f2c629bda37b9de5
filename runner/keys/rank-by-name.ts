import type { KnownColumn, KnownTable } from "./describe-columns.ts";
import type { KeyGroup } from "./group-keys.ts";
import { scoreNames } from "./score-names.ts";
import { type ColumnWords, splitName } from "./split-name.ts";
import type { Origins } from "./trace-origins.ts";

interface Ranked {
  group: KeyGroup;
  score: number;
}

/** What a name in another relation says is a little less worth than the column's own. */
const hearsay = 0.97;

/**
 * Ranks keys by what a column is called, here and where its values come from or go to. Only what is worth a
 * question (0.5). Each name is compared with all keys once, however many columns have it.
 */
export function rankByName(
  groups: readonly KeyGroup[],
  tables: readonly KnownTable[],
): (child: KnownColumn, origins: Origins) => readonly Ranked[] {
  const known = new Map<string, readonly Ranked[]>();
  const things = new Set(tables.flatMap(({ words }) => words.forms));
  const rank = (words: ColumnWords): readonly Ranked[] => {
    const ranked = known.get(words.whole);
    if (ranked !== undefined) return ranked;
    const scored = groups.flatMap((group) => {
      const score = bestOf(words, group.members);
      return score >= 0.5 ? [{ group, score }] : [];
    });
    // Where a table is called just so, one that is called a little like it is not meant.
    const isNamed = words.forms.some((form) => things.has(form));
    const found = isNamed ? scored.filter(({ score }) => score >= 0.7) : scored;
    known.set(words.whole, found);
    return found;
  };
  const ownGroups = new Map<KnownColumn["table"], KeyGroup[]>();
  for (const group of groups) {
    for (const { table } of group.members) {
      ownGroups.set(table, [...(ownGroups.get(table) ?? []), group]);
    }
  }

  return (child, origins) => {
    const best = new Map<KeyGroup, number>();
    const own = new Set(ownGroups.get(child.table));
    const names = [...origins.namesOf(child.origin)].map(splitName);
    for (const words of [child.words, ...names]) {
      const weight = words.whole === child.words.whole ? 1 : hearsay;
      for (const { group, score } of rank(words)) {
        if (!own.has(group)) best.set(group, Math.max(best.get(group) ?? 0, score * weight));
      }
      for (const group of own) {
        const keys = group.members.filter(({ table }) => table === child.table);
        const score = Math.max(
          ...keys.map((key) => scoreNames(words, toNamed(key), true) * weight),
        );
        if (score >= 0.5) best.set(group, Math.max(best.get(group) ?? 0, score));
      }
    }
    return [...best].map(([group, score]) => ({ group, score }));
  };
}

function bestOf(words: ColumnWords, members: readonly KnownColumn[]): number {
  return Math.max(...members.map((key) => scoreNames(words, toNamed(key), false)));
}

function toNamed({ words, table, isMain, isHome, isForeign }: KnownColumn) {
  return { column: words, table: table.words, isMain, isHome, isForeign };
}
