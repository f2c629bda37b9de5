import type { KeyColumn } from "#runner/keys/relationship.ts";
import type { FixtureTable } from "../adventureworks/read-tables.ts";

/** What a relationship's numbers are, counted value by value without any SQL. */
export function countByHand(
  tables: readonly FixtureTable[],
  { child, parent }: { child: KeyColumn; parent: KeyColumn },
) {
  const values = valuesOf(tables, child);
  const parents = new Set(valuesOf(tables, parent).filter((value) => value !== null));
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const orphans = [...counts].filter(([value]) => !parents.has(value));
  const matched = [...counts].filter(([value]) => parents.has(value));
  const nonNull = values.filter((value) => value !== null).length;
  const orphanRows = orphans.reduce((sum, [, count]) => sum + count, 0);
  const children = matched.map(([, count]) => count).toSorted((one, other) => one - other);
  const rank = (share: number) => children[Math.ceil(children.length * share) - 1] ?? 0;
  return {
    cardinality: Math.max(...counts.values()) > 1 ? "many-to-one" : "one-to-one",
    childRows: values.length,
    nonNull,
    orphanRows,
    orphanKeys: orphans.length,
    coverage: (nonNull - orphanRows) / nonNull,
    parentCoverage: matched.length / parents.size,
    children: { p50: rank(0.5), p95: rank(0.95), max: children.at(-1) ?? 0 },
  };
}

function valuesOf(tables: readonly FixtureTable[], { subject, column }: KeyColumn) {
  const table = tables.find(({ name }) => name === subject);
  const at = table?.columns.findIndex(({ name }) => name === column) ?? -1;
  if (table === undefined || at < 0) throw new Error(`${subject} has no column ${column}`);
  return table.rows.map((row) => row[at] ?? null);
}
