import type { ColumnFacts, EntryFacts } from "./property-facts.ts";

/** The columns of an entry, read or kept. */
export function columnsIn(facts: EntryFacts | undefined): readonly ColumnFacts[] {
  const columns = facts?.columns ?? [];
  if (typeof columns !== "string") return columns;
  const read: ColumnFacts[] = JSON.parse(columns);
  return read;
}
