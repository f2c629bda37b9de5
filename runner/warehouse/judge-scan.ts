import type { RelationEstimate } from "../ports/warehouse.ts";
import type { NamedRelation } from "../sql/sql-verdict.ts";

/**
 * Why a statement may read more than an agent may scan; undefined when it may not. Every mention of a table counts
 * whole: an estimate from above. What has no size of its own, such as a view, cannot be told and is refused.
 */
export async function judgeScan(
  relations: readonly NamedRelation[],
  maxBytes: number | undefined,
  estimate: (relation: NamedRelation) => Promise<RelationEstimate | undefined>,
): Promise<string | undefined> {
  if (maxBytes === undefined) return undefined;
  let total = 0;
  for (const relation of relations) {
    if (isCatalogue(relation)) continue;
    const found = await estimate(relation);
    // The engine says better that there is no such table.
    if (found === undefined) continue;
    if (found.bytes === undefined) {
      return `how much of \`${relation.name}\` would be read cannot be told, and this agent may scan ${maxBytes} bytes: ask its tables`;
    }
    total += found.bytes;
  }
  if (total <= maxBytes) return undefined;
  return `the query may read ${total} bytes; this agent may scan ${maxBytes}: ask smaller tables`;
}

function isCatalogue({ schema }: NamedRelation): boolean {
  return ["information_schema", "pg_catalog"].includes(schema?.toLowerCase() ?? "");
}
