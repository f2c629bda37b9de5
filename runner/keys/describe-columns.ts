import type { ColumnProfile } from "../profile/relation-profile.ts";
import { columnId } from "./column-id.ts";
import type { MeasuredRelation } from "./measured-relation.ts";
import { nameTable, sharedWords, type TableWords } from "./name-table.ts";
import type { Declarations } from "./read-declarations.ts";
import { type ColumnWords, shortestGlued, splitName } from "./split-name.ts";
import type { Origins } from "./trace-origins.ts";
import { type ValueFamily, valueFamily } from "./value-family.ts";

/** A column with everything that is concluded from it alone. */
export interface KnownColumn {
  id: string;
  /** Where its values come from: an id. */
  origin: string;
  table: KnownTable;
  profile: ColumnProfile;
  words: ColumnWords;
  family: ValueFamily;
  /** Unique and never null, on every row; or unique and said to be so. */
  isKey: boolean;
  /** Named after its table, or not after anything: `id`. */
  isHome: boolean;
  /** Named after another table. */
  isForeign: boolean;
  /** Of the keys of its type in this table the one that others refer to. */
  isMain: boolean;
}

export interface KnownTable {
  relation: MeasuredRelation;
  words: TableWords;
  columns: readonly KnownColumn[];
}

/** Describes all columns of all relations. */
export function describeColumns(
  relations: readonly MeasuredRelation[],
  origins: Origins,
  declared: Pick<Declarations, "unique">,
): readonly KnownTable[] {
  const shared = sharedWords(relations.map(({ subject }) => subject));
  const named = relations.map((relation) => ({
    relation,
    words: nameTable(relation.subject, shared),
  }));
  const names = new Set(named.flatMap(({ words }) => words.forms));
  return named.map(({ relation, words }) => {
    const columns: KnownColumn[] = [];
    const table: KnownTable = { relation, words, columns };
    const drafts = relation.columns.map((profile) => {
      const id = columnId(relation.subject, profile.name);
      const columnWords = splitName(profile.name);
      const family = valueFamily(profile.type);
      const isWhole = profile.nonNull === relation.rows || declared.unique.has(id);
      return {
        id,
        origin: origins.of(relation.subject, profile.name),
        table,
        profile,
        words: columnWords,
        family,
        isKey: family !== "none" && profile.isUnique === true && profile.nonNull > 0 && isWhole,
        isHome: isAtHome(columnWords, words, names),
        isForeign: isNamedAfterAnother(columnWords, words, names),
      };
    });
    const mains = chooseMains(drafts, declared.unique);
    columns.push(...drafts.map((draft) => ({ ...draft, isMain: mains.has(draft.id) })));
    return table;
  });
}

function isAtHome(column: ColumnWords, table: TableWords, names: ReadonlySet<string>): boolean {
  if (column.key === "none") return false;
  if (column.stem.length === 0) return true;
  const things = column.forms;
  if (things.some((thing) => table.forms.includes(thing))) return true;
  // `order_id` of `order_headers`, unless there is a table of orders.
  return things.some(
    (thing) =>
      thing.length >= shortestGlued &&
      !names.has(thing) &&
      table.forms.some((form) => form.startsWith(thing)),
  );
}

function isNamedAfterAnother(
  column: ColumnWords,
  table: TableWords,
  names: ReadonlySet<string>,
): boolean {
  const things = column.key === "none" ? [] : column.forms;
  return (
    things.some((thing) => names.has(thing)) && !things.some((thing) => table.forms.includes(thing))
  );
}

type Draft = Omit<KnownColumn, "isMain">;

/** One for each type of values: what is declared before what is named so before what comes first. */
function chooseMains(drafts: readonly Draft[], unique: ReadonlySet<string>): ReadonlySet<string> {
  const keys = drafts.filter(
    ({ isKey, words, family, profile }) =>
      isKey && (words.key !== "none" || (family === "text" && (profile.meanLength ?? 9) <= 4)),
  );
  const rank = ({ id, isHome, words }: Draft) =>
    (unique.has(id) ? 0 : 4) + (isHome ? 0 : 2) + (words.key === "glued" && !isHome ? 1 : 0);
  const sorted = keys.toSorted((one, other) => rank(one) - rank(other));
  const mains = new Map<ValueFamily, string>();
  for (const key of sorted) {
    // Another type than the first's is a key of its own only by name, or where short texts are codes.
    if (mains.size > 0 && !key.isHome && key.words.key !== "none") continue;
    if (!mains.has(key.family)) mains.set(key.family, key.id);
  }
  return new Set(mains.values());
}
