import { expect, test } from "vitest";
import { selectNodes } from "#runner/lineage/select-nodes.ts";
import { aSide } from "./a-shop.ts";

const { project } = aSide();

test.each([
  ["fct_orders", "fct_orders"],
  ["stg_*", "stg_customers stg_orders"],
  ["+fct_orders", "fct_orders raw.orders stg_orders"],
  ["1+fct_orders", "fct_orders stg_orders"],
  ["fct_orders+", "dim_customers fct_orders orders_by_status"],
  ["stg_orders+1", "everything fct_orders stg_orders"],
  ["1+fct_orders+1", "dim_customers fct_orders orders_by_status stg_orders"],
  [
    "@fct_orders",
    "countries dim_customers fct_orders orders_by_status raw.customers raw.orders stg_customers stg_orders",
  ],
  ["path:models/staging", "raw.customers raw.orders stg_customers stg_orders"],
  ["models/marts", "dim_customers everything fct_orders orders_by_status"],
  ["models/marts/fct_orders.sql", "fct_orders"],
  ["fct_orders.sql", "fct_orders"],
  ["marts", "dim_customers everything fct_orders orders_by_status"],
  ["shop.marts.fct_orders", "fct_orders"],
  ["marts.*_orders", "fct_orders"],
  ["tag:nightly", "dim_customers everything fct_orders orders_by_status"],
  ["source:raw", "raw.customers raw.orders"],
  ["source:raw.orders+1", "raw.orders stg_orders"],
  ["package:shop,resource_type:seed", "countries"],
  ["config.materialized:table", "dim_customers everything fct_orders orders_by_status"],
  ["config.materialized:view", "stg_customers stg_orders"],
  ["+exposure:weekly,resource_type:model", "dim_customers fct_orders stg_customers stg_orders"],
  ["stg_orders countries", "countries stg_orders"],
  ["tag:nightly,*_orders", "fct_orders"],
  ["tag:never", ""],
])("%s means %s", (selector, names) => {
  const selection = selectNodes(project, selector);

  expect("names" in selection ? [...selection.names].sort().join(" ") : selection).toBe(names);
});

test("what is excluded is left out with what its signs mean", () => {
  const selection = selectNodes(project, "*", "fct_orders+ source:*");

  expect("names" in selection && [...selection.names].sort()).toEqual([
    "countries",
    "everything",
    "stg_customers",
    "stg_orders",
  ]);
});

test.each([
  ["fct_order", "nothing is called fct_order; did you mean fct_orders?"],
  ["tagg:nightly", "there is no such method"],
  ["config.colour:red", "there is no such method"],
  ["state:modified", "needs two commits"],
  ["@1+fct_orders", "do not go together"],
  ["  ", "the selector is empty"],
  ["fct_orders,,stg_orders", "names nothing"],
  ["tag:", "names nothing"],
])("%s is refused, and says why", (selector, why) => {
  const selection = selectNodes(project, selector);

  expect("problem" in selection && selection.problem).toContain(why);
});
