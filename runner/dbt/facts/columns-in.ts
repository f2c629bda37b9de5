import type { ColumnFacts, EntryFacts } from "./property-facts.ts";

/** The columns of an entry, read or kept. */
export function columnsIn(facts: EntryFacts | undefined): readonly ColumnFacts[] {
  const columns = facts?.columns ?? [];
  return typeof columns === "function" ? columns() : columns;
}
