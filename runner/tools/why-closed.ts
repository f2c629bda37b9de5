import type { ColumnInfo, Relation, Warehouse } from "../ports.ts";
import { quote } from "../profile/quote.ts";
import { askWarehouse } from "./ask-warehouse.ts";
import type { ToolWorld } from "./tool.ts";

/** Names in one statement: the gate reads no more than 20,000 characters. */
const atOnce = 100;

/**
 * Why the run's agent may not be told of these columns; undefined when it may. The gate of the warehouse judges
 * a question that asks for none of their rows, so that what is known is as closed as what is measured. Where
 * that cannot be judged, the answer is a reason.
 */
export async function whyClosed(
  world: Pick<ToolWorld, "run" | "signal">,
  warehouse: Warehouse,
  { relation, columns }: { relation: Relation; columns: readonly ColumnInfo[] },
): Promise<string | undefined> {
  const from = quote.relation(relation);
  for (let start = 0; start === 0 || start < columns.length; start += atOnce) {
    const names = columns.slice(start, start + atOnce).map(({ name }) => quote.name(name));
    const wanted = names.length === 0 ? "1" : names.join(", ");
    const answer = await askWarehouse(world, warehouse, `select ${wanted} from ${from} limit 0`);
    if (answer.kind !== "rows") return answer.reason;
  }
  return undefined;
}
