import type { Fact } from "#agents-schema/fact.ts";
import type { Measured } from "./measured.ts";

/** Columns that tell the rows apart, and the facts that say so: of one column also that it is never null. */
export interface Grain {
  columns: readonly string[];
  facts: readonly Fact[];
}

/** Rows among which values of anything may differ by chance. */
const fewRows = 20;

/** The key that people would name: one column before several, one named after the relation before others. */
export function findGrain(material: Measured): Grain | undefined {
  const { brief, book } = material;
  const keys = keyColumns(material);
  const tested = new Set(
    brief.existing.columns.filter(({ tests }) => tests.includes("unique")).map(({ name }) => name),
  );
  const rank = (name: string) =>
    (tested.has(name) ? 0 : 8) +
    (isNamedAfter(name, brief.name) ? 0 : 4) +
    (isKeyName(name) && !/guid|uuid|hash/i.test(name) ? 0 : 2);
  // Sorting keeps the order of the columns: the first of equals is the one that people put first.
  const [key] = keys.toSorted((a, b) => rank(a) - rank(b));
  if (key !== undefined) return { columns: [key], facts: keyFacts(material, key) };

  for (const { columns } of brief.compositeKeys) {
    const fact = book.number(undefined, "duplicate_rows", columns.join(", "));
    if (fact?.value === 0) return { columns, facts: [fact] };
  }
  // Of a calendar: days are keys where nothing else is.
  const [day] = material.columns.filter(
    ({ name, profile }) =>
      /^date$/i.test(profile?.type ?? "") &&
      (material.rows ?? 0) >= fewRows &&
      isUnique(material, name),
  );
  return day === undefined
    ? undefined
    : { columns: [day.name], facts: keyFacts(material, day.name) };
}

/** Columns that are unique and never null, as measured on every row; in few rows only by name or test no chance. */
export function keyColumns({ brief, book, columns, rows }: Measured): readonly string[] {
  if (rows === undefined || rows < 2) return [];
  const tested = new Set(
    brief.existing.columns.filter(({ tests }) => tests.includes("unique")).map(({ name }) => name),
  );
  return columns.flatMap(({ name, profile }) => {
    const isKey = isUnique({ book }, name);
    const mayBeKey = profile === undefined || !["time", "boolean"].includes(profile.family);
    const isMeant = rows >= fewRows || isKeyName(name) || tested.has(name);
    return isKey && mayBeKey && isMeant && profile?.semantics !== "money" ? [name] : [];
  });
}

function isUnique({ book }: Pick<Measured, "book">, name: string): boolean {
  return book.of(name, "is_unique")?.value === true && book.number(name, "null_count")?.value === 0;
}

/** That it is unique, and that it is never null. */
export function keyFacts({ book }: Pick<Measured, "book">, name: string): readonly Fact[] {
  return [book.of(name, "is_unique") ?? [], book.of(name, "null_count") ?? []].flat();
}

/** Called as keys are: `order_id`, `salesorderid`, `sku`. */
function isKeyName(name: string): boolean {
  return /(?:(?<!pa|vo|val|gr|sol)id|key|_sk|_pk|code|number|_no|_nr)$|^(?:sku|isbn|ean|pk|slug)$/i.test(
    name,
  );
}

/** `order_id` of `fct_orders`, or `id`. */
function isNamedAfter(column: string, relation: string): boolean {
  const entity = column.replace(/_?(?:id|key|sk|code)$/i, "").toLowerCase();
  if (entity === column.toLowerCase()) return false;
  return entity === "" || relation.toLowerCase().includes(entity);
}
