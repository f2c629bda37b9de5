import type { RelationName } from "../dbt/find-relations.ts";
import { quote } from "../profile/quote.ts";

/** Counts the rows beyond the first of each combination of values. Zero: the columns are unique together. */
export function writeDuplicates(relation: RelationName, columns: readonly string[]): string {
  return `select ${countOf(relation, columns)}`;
}

/** The same for several combinations at once: a cell for each. */
export function writeAllDuplicates(
  relation: RelationName,
  combinations: readonly (readonly string[])[],
): string {
  const cells = combinations.map((columns, at) => `${countOf(relation, columns)} as d${at}`);
  return `select ${cells.join(", ")}`;
}

function countOf(relation: RelationName, columns: readonly string[]): string {
  const from = quote.relation(relation);
  const group = columns.map(quote.name).join(", ");
  return (
    `(select count(*) from ${from}) - ` +
    `(select count(*) from (select 1 as one from ${from} group by ${group}) g)`
  );
}
