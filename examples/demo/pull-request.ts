import { people } from "./open-stage.ts";

export const model = "models/marts/fct_orders.sql";

/** The pull request of the demo: one more column in fct_orders. */
export function addDaysToShip(sql: string) {
  const before = "    cast(orders.ordered_at as date) as order_date,\n";
  const column = "    date_diff('day', orders.ordered_at, orders.shipped_at) as days_to_ship,\n";
  return {
    user: people.mia.github,
    title: "Add days_to_ship to fct_orders",
    head: "days-to-ship",
    body: "How long our customers wait.",
    files: { [model]: sql.replace(before, `${before}${column}`) },
  };
}
