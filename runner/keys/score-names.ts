import { judgeRole } from "./judge-role.ts";
import type { NamedKey } from "./named-key.ts";
import { type ColumnWords, formsOf, shortestGlued } from "./split-name.ts";

/**
 * How much the name of a column says that it refers to a key, 0 to 1. From 0.85 on the name alone is
 * believed; below 0.5 it says nothing.
 */
export function scoreNames(child: ColumnWords, key: NamedKey, inSameTable: boolean): number {
  const scores = inSameTable
    ? [judgeRole(child, key, inSameTable), scoreRolePrefix(child, key, inSameTable)]
    : [
        scoreSameName(child, key),
        scoreTableName(child, key),
        scoreRolePrefix(child, key, inSameTable),
        judgeRole(child, key, inSameTable),
      ];
  return Math.max(...scores);
}

/** `customer_id` and `customer_id`; not where that key is itself called after another table. */
function scoreSameName(child: ColumnWords, { column, isHome, isForeign }: NamedKey): number {
  if (child.whole !== column.whole || column.stem.length === 0 || column.key === "none") return 0;
  if (isHome) return 1;
  return isForeign ? 0.4 : 0.75;
}

/** `customer_id` and `customers.id`, or nearly so. */
function scoreTableName(child: ColumnWords, key: NamedKey): number {
  if (!key.isMain || child.stem.length === 0) return 0;
  const { forms } = key.table;
  const things = child.key === "none" ? [child.stem.join("")] : child.forms;
  const weight = likeness(child, key);
  if (things.some((thing) => forms.includes(thing))) {
    // Without an ending a plural is more likely a number of things: `orders` of a customer.
    return weight * (child.key === "none" ? (isSingularOf(things[0], forms) ? 0.8 : 0) : 0.95);
  }
  if (child.key === "none" || key.isForeign) return 0;
  const best = key.table.names.flatMap((name) =>
    things.flatMap((thing) => name.forms.map((form) => nearness(thing, form, name.words))),
  );
  return weight * Math.max(...best, abbreviation(child, key));
}

/** `ship_to_address_id` and `addresses.address_id`, or `addresses.id`. */
function scoreRolePrefix(child: ColumnWords, key: NamedKey, inSameTable: boolean): number {
  const { forms } = key.table;
  const isNamed = key.column.stem.length > 0 && (key.isMain || key.isHome) && !key.isForeign;
  // `tocurrencyid` has no signs at all, so two letters may be a word: `to`.
  const leastRest = child.key === "glued" ? 2 : shortestGlued;
  const wholes = isNamed ? [key.column.whole] : [];
  const endsWithKey = wholes.map((whole) => endShare(child.words, child.whole, whole, leastRest));
  if (child.key === "none" || (!key.isMain && !endsWithKey.some((share) => share > 0))) return 0;
  const things = child.forms;
  const endsWithTable = key.isMain
    ? things.flatMap((thing) => forms.map((form) => endShare(child.stem, thing, form, leastRest)))
    : [];
  const share = Math.max(0, ...endsWithTable, ...endsWithKey);
  if (share === 0) return 0;
  // One word that ends like another may be a compound, or an accident: `warehouse` and `house`.
  const isCompound = child.key !== "glued" && child.stem.length === 1;
  if (isCompound) return likeness(child, key) * 0.65;
  // What stands before the own table's name must be a role, not another thing.
  const base = inSameTable ? 0.75 : 0.8;
  return likeness(child, key) * (base + 0.1 * share);
}

/** Share of a name that another takes at its end; 0 where it does not begin at a word. */
function endShare(
  words: readonly string[],
  joined: string,
  end: string,
  leastRest = shortestGlued,
): number {
  if (end.length >= joined.length || !joined.endsWith(end)) return 0;
  const rest = joined.length - end.length;
  let at = 0;
  for (const word of words) {
    if (at === rest) return end.length / joined.length;
    at += word.length;
  }
  // No sign divides the words: only a long enough end is no accident.
  const isGlued = words.length === 1 && end.length >= shortestGlued && rest >= leastRest;
  return isGlued ? end.length / joined.length : 0;
}

/** A table whose name has more in it than the column says: `category_id` and `product_category`. */
function nearness(thing: string, form: string, words: readonly string[]): number {
  if (thing.length < shortestGlued) return 0;
  const share = thing.length / form.length;
  if (endShare(words, form, thing) > 0) return 0.65 + 0.15 * share;
  const isStart = form.startsWith(thing) && form !== thing && beginsWithWord(words, thing);
  return isStart ? 0.45 + 0.2 * share : 0;
}

/** Whether a name goes on with a new word after this; where there is but one, nobody can tell. */
function beginsWithWord(words: readonly string[], start: string): boolean {
  if (words.length === 1) return true;
  return words.some((_, at) => formsOf(words.slice(0, at)).includes(start));
}

/** `cust_id` and `customers`; `so_id` and `sales_orders`. */
function abbreviation({ stem }: ColumnWords, { table }: NamedKey): number {
  const [short, ...more] = stem;
  if (short === undefined || more.length > 0 || short.length < 2) return 0;
  const scores = table.names.map(({ words, forms }) => {
    if (words.length > 1 && short === words.map((word) => word[0]).join("")) return 0.6;
    const isShort =
      short.length >= 3 &&
      forms.some((form) => form.length > short.length + 1 && isSkeleton(short, form));
    return isShort ? 0.7 : 0;
  });
  return Math.max(...scores);
}

/** `addr` of `address`, `dept` of `department`, `prd` of `product`: a beginning, then consonants in order. */
function isSkeleton(short: string, long: string): boolean {
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (start === 0 || /[aeiou]/.test(short.slice(start))) return false;
  let at = start;
  for (const letter of long.slice(start)) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** A number of a thing is seldom its id: `line_number` and `lines.id`. */
function likeness(child: ColumnWords, { column }: NamedKey): number {
  if (child.key === "number" && column.key !== "number") return 0.55;
  if (child.key === "code" && column.key === "number") return 0.8;
  if (child.key === "id" && column.key === "number") return 0.9;
  return 1;
}

function isSingularOf(thing: string | undefined, forms: readonly string[]): boolean {
  return thing !== undefined && formsOf([thing]).length === 1 && forms.includes(thing);
}
