import type { KnownColumn, KnownTable } from "./describe-columns.ts";
import type { Places } from "./place-nodes.ts";
import type { Origins } from "./trace-origins.ts";

/** Copies of one key in several relations: raw, staging, mart. A column refers to one of them at most. */
export interface KeyGroup {
  id: string;
  members: readonly KnownColumn[];
  /** What the values come from is a key as well: not unique only because rows were counted by it. */
  isOriginal: boolean;
}

/** Collapses keys that hold the same thing, by lineage, and by name where there is no lineage. */
export function groupKeys(
  tables: readonly KnownTable[],
  origins: Origins,
  places: Places,
): readonly KeyGroup[] {
  const topmost = new Map<string, { steps: number; isKey: boolean }>();
  for (const { relation, columns } of tables) {
    for (const { origin, profile, isKey } of columns) {
      const steps = origins.stepsOf(relation.subject, profile.name);
      const known = topmost.get(origin);
      if (known === undefined || steps < known.steps) topmost.set(origin, { steps, isKey });
      else if (steps === known.steps) known.isKey &&= isKey;
    }
  }

  const keys = tables.flatMap(({ columns }) => columns.filter(({ isKey }) => isKey));
  const raw = new Map<string, KnownColumn[]>();
  for (const key of keys) {
    if (!isNamesake(key) || places.layerOf(key.table.relation.subject) > 0) continue;
    for (const name of namesakesOf(key)) raw.set(name, [...(raw.get(name) ?? []), key]);
  }
  const groupOf = (key: KnownColumn): string => {
    const isTraced = key.origin !== key.id || places.layerOf(key.table.relation.subject) === 0;
    if (isTraced || !isNamesake(key)) return key.origin;
    const names = namesakesOf(key);
    const sources = new Set(names.flatMap((name) => raw.get(name) ?? []));
    const [only, ...more] = sources;
    return only !== undefined && more.length === 0 ? only.origin : (names[0] ?? key.origin);
  };

  const groups = new Map<string, KnownColumn[]>();
  for (const key of keys) {
    const id = groupOf(key);
    const members = groups.get(id);
    if (members === undefined) groups.set(id, [key]);
    else members.push(key);
  }
  return [...groups].map(([id, members]) => ({
    id,
    members,
    isOriginal: members.some(({ origin }) => topmost.get(origin)?.isKey ?? true),
  }));
}

/** Keys that are called like their table in each of its copies. */
function isNamesake({ isHome, isMain }: KnownColumn): boolean {
  return isHome && isMain;
}

function namesakesOf({ family, table }: KnownColumn): readonly string[] {
  return table.words.forms.map((form) => `${family} ${form}`);
}
