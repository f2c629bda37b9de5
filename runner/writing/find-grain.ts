import type { Fact } from "#agents-schema/fact.ts";
import type { Measured } from "./measured.ts";

/** Columns that tell the rows apart, and the fact that says so. */
export interface Grain {
  columns: readonly string[];
  fact: Fact;
}

/** The key that people would name: one column before several, one named after the relation before others. */
export function findGrain(material: Measured): Grain | undefined {
  const { brief, book } = material;
  const keys = keyColumns(material);
  const tested = new Set(
    brief.existing.columns.filter(({ tests }) => tests.includes("unique")).map(({ name }) => name),
  );
  const [key] = keys.toSorted(
    (a, b) =>
      Number(tested.has(b)) - Number(tested.has(a)) ||
      Number(isNamedAfter(b, brief.name)) - Number(isNamedAfter(a, brief.name)),
  );
  const unique = key === undefined ? undefined : book.of(key, "is_unique");
  if (key !== undefined && unique !== undefined) return { columns: [key], fact: unique };

  for (const { columns } of brief.compositeKeys) {
    const fact = book.number(undefined, "duplicate_rows", columns.join(", "));
    if (fact?.value === 0) return { columns, fact };
  }
  return undefined;
}

/** Columns that are unique and never null, as measured on every row. */
export function keyColumns({ book, columns, rows }: Measured): readonly string[] {
  if (rows === undefined || rows < 2) return [];
  return columns.flatMap(({ name, profile }) => {
    const isKey =
      book.of(name, "is_unique")?.value === true && book.number(name, "null_count")?.value === 0;
    const mayBeKey = profile === undefined || !["time", "boolean"].includes(profile.family);
    return isKey && mayBeKey && profile?.semantics !== "money" ? [name] : [];
  });
}

/** `order_id` of `fct_orders`, or `id`. */
function isNamedAfter(column: string, relation: string): boolean {
  const entity = column.replace(/_?(?:id|key|sk|code)$/i, "").toLowerCase();
  if (entity === column.toLowerCase()) return false;
  return entity === "" || relation.toLowerCase().includes(entity);
}
