import { chooseCopy } from "./choose-copy.ts";
import type { KnownColumn, KnownTable } from "./describe-columns.ts";
import type { KeyGroup } from "./group-keys.ts";
import { fitsInto, judgeValues } from "./judge-values.ts";
import type { Places } from "./place-nodes.ts";
import { rankByName } from "./rank-by-name.ts";
import type { Declarations } from "./read-declarations.ts";
import type { Evidence } from "./relationship.ts";
import { resemblance } from "./resemblance.ts";
import type { Origins } from "./trace-origins.ts";

/** A column and a key that may belong together: worth a question to the warehouse. */
export interface PlausiblePair {
  child: KnownColumn;
  parent: KnownColumn;
  /** What is known without looking at rows: 0.5 is worth asking, 0.85 is believed unless rows deny it. */
  prior: number;
  evidence: readonly Evidence[];
}

export interface Search {
  tables: readonly KnownTable[];
  groups: readonly KeyGroup[];
  origins: Origins;
  places: Places;
  declared: Declarations;
}

/** Parents that are verified for one column. */
const most = 3;

/** The best candidates of each column, pruned by type, range, names and sketches before any row is looked at. */
export function findPairs(search: Search): readonly PlausiblePair[] {
  const byName = rankByName(search.groups, search.tables);
  const byValue = resemblance(search.groups);
  const byOrigin = new Map<string, Set<KeyGroup>>();
  for (const group of search.groups) {
    for (const { origin } of group.members) {
      byOrigin.set(origin, (byOrigin.get(origin) ?? new Set()).add(group));
    }
  }
  const columns = new Map(
    search.tables.flatMap((table) => table.columns).map((column) => [column.id, column]),
  );
  return [...columns.values()].flatMap((child) => {
    if (child.family === "none" || child.profile.nonNull === 0) return [];
    const declared = (search.declared.references.get(child.id) ?? []).flatMap((id) => {
      const parent = columns.get(id);
      return parent?.isKey && parent.family === child.family
        ? [{ child, parent, prior: 2, evidence: ["declared"] as const }]
        : [];
    });
    const known = new Set(declared.map(({ parent }) => parent.id));
    const groups = new Map<KeyGroup, Clues>();
    const clue = (group: KeyGroup, more: Partial<Clues>) =>
      groups.set(group, { ...(groups.get(group) ?? noClues), ...more });
    for (const { group, score } of byName(child, search.origins)) clue(group, { name: score });
    for (const group of byValue(child)) clue(group, { isAlike: true });
    const joined = [...search.origins.joinedWith(child.origin)];
    // Taken over from the key's own relation: but a name that was looked up there refers to nothing.
    const taken = child.isKey || child.words.key === "none" ? [] : [child.origin];
    for (const origin of [...joined, ...taken]) {
      for (const group of byOrigin.get(origin) ?? []) clue(group, { isJoined: true });
    }
    const guessed = [...groups]
      .flatMap(([group, clues]) => judgeGroup(search, child, group, clues) ?? [])
      .filter(({ parent }) => !known.has(parent.id));
    return [...declared, ...guessed]
      .toSorted((one, other) => other.prior - one.prior)
      .slice(0, most);
  });
}

interface Clues {
  name: number;
  isJoined: boolean;
  isAlike: boolean;
}
const noClues: Clues = { name: 0, isJoined: false, isAlike: false };

function judgeGroup(
  { places }: Search,
  child: KnownColumn,
  group: KeyGroup,
  { name, isJoined, isAlike }: Clues,
): PlausiblePair | undefined {
  const own = group.members.find(({ table }) => table === child.table);
  const placeOf = ({ table }: KnownColumn) => places.layerOf(table.relation.subject);
  // A table's own key refers to nothing, and neither does a copy of a key.
  if (own?.id === child.id) return undefined;
  const isCopy = group.members.some(({ origin }) => origin === child.origin);
  if (isCopy && (child.isKey || !group.isOriginal)) return undefined;
  if (child.isKey && child.isHome && child.isMain && !isExtension(child, group, isJoined)) {
    return undefined;
  }

  const parent = own ?? chooseCopy(child, group.members, places);
  if (parent === undefined) return undefined;
  // Raw data knows nothing of the models that are made from it.
  const isUpwards = placeOf(child) === 0 && placeOf(parent) > 0;
  if (isUpwards) return undefined;
  const isAsked = Math.max(name, isJoined ? 0.8 : 0, isAlike ? 0.6 : 0);
  const verdict = judgeValues(child, parent);
  if (isAsked < 0.5 || (verdict === "apart" && !isJoined)) return undefined;
  if (name < 0.85 && !isJoined && !fitsInto(child, parent)) return undefined;
  // A key that its table is not called after is named alike by chance, until its values are rare ones.
  if (name < 0.85 && !isJoined && !parent.isHome && verdict !== "together") return undefined;

  const isTogether = isAlike || verdict === "together";
  const penalty = group.isOriginal ? 0 : 0.2;
  return {
    child,
    parent,
    prior: isAsked + (isJoined && name > 0 ? 0.1 : 0) + (isTogether ? 0.1 : 0) - penalty,
    evidence: [
      ...(isJoined ? (["join"] as const) : []),
      ...(name >= 0.5 ? (["name"] as const) : []),
      ...(isTogether ? (["values"] as const) : []),
    ],
  };
}

/** `customer_details.id` and `customers.id`, where the project joins them. */
function isExtension(child: KnownColumn, { members }: KeyGroup, isJoined: boolean): boolean {
  if (!isJoined) return false;
  return child.table.words.forms.some((longer) =>
    members.some(({ table }) =>
      table.words.forms.some((form) => longer !== form && longer.startsWith(form)),
    ),
  );
}
