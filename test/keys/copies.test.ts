import { expect, test } from "vitest";
import { describeColumns } from "#runner/keys/describe-columns.ts";
import { findPairs } from "#runner/keys/find-pairs.ts";
import { groupKeys } from "#runner/keys/group-keys.ts";
import type { MeasuredRelation } from "#runner/keys/measured-relation.ts";
import { placeNodes } from "#runner/keys/place-nodes.ts";
import { readDeclarations } from "#runner/keys/read-declarations.ts";
import { traceOrigins } from "#runner/keys/trace-origins.ts";
import type { ColumnLineage } from "#runner/lineage/column-lineage.ts";
import { aColumn, aRelation } from "./build-relations.ts";

type Renames = Record<string, string>;

/** Each output column as it comes from one column of what is read: `customer_id: "shop.users.id"`. */
function taking(columns: Renames, joins: readonly [string, string][] = []): ColumnLineage {
  const ref = (path: string) => {
    const at = path.lastIndexOf(".");
    return { node: path.slice(0, at), column: path.slice(at + 1) };
  };
  return {
    kind: "known",
    columns: Object.entries(columns).map(([name, from]) => ({
      ...{ name, kind: "renamed", from: [ref(from)], expression: undefined },
    })),
    uses: [],
    joins: joins.map(([left, right]) => ({ left: ref(left), right: ref(right) })),
  };
}

function pairsOf(
  relations: readonly MeasuredRelation[],
  lineages: Readonly<Record<string, ColumnLineage>> = {},
): readonly string[] {
  const origins = traceOrigins(new Map(Object.entries(lineages)));
  const places = placeNodes(undefined);
  const declared = readDeclarations(undefined);
  const tables = describeColumns(relations, origins, declared);
  const groups = groupKeys(tables, origins, places);
  return findPairs({ tables, groups, origins, places, declared }).map(
    ({ child, parent }) =>
      `${child.table.relation.subject}.${child.profile.name} -> ${parent.table.relation.subject}.${parent.profile.name}`,
  );
}

const many = (name: string, rows = 500) => aColumn(name, rows, { distinct: 90 });
const layers = [
  aRelation("shop.users", 100, ["id"]),
  aRelation("shop.purchases", 500, ["id", many("buyer")]),
  aRelation("stg_customers", 100, ["customer_id"]),
  aRelation("stg_orders", 500, ["order_id", many("customer_id")]),
  aRelation("dim_customers", 100, ["customer_id"]),
  aRelation("fct_orders", 500, ["order_id", many("customer_id")]),
];
const lineages = {
  stg_customers: taking({ customer_id: "shop.users.id" }),
  stg_orders: taking({ order_id: "shop.purchases.id", customer_id: "shop.purchases.buyer" }),
  dim_customers: taking({ customer_id: "stg_customers.customer_id" }),
  fct_orders: taking({ order_id: "stg_orders.order_id", customer_id: "stg_orders.customer_id" }),
};

test("a column refers to the copy of a key in its own layer, and a copy of a key to nothing", () => {
  const pairs = pairsOf(layers, lineages);

  expect(pairs).toEqual([
    "shop.purchases.buyer -> shop.users.id",
    "stg_orders.customer_id -> stg_customers.customer_id",
    "fct_orders.customer_id -> dim_customers.customer_id",
  ]);
});

test("without lineage names alone tell copies, and raw data refers to no model", () => {
  const pairs = pairsOf(layers);

  expect(pairs).toEqual([
    "stg_orders.customer_id -> stg_customers.customer_id",
    "fct_orders.customer_id -> dim_customers.customer_id",
  ]);
});

test("where the mart has no such table the nearest one below is referred to", () => {
  const pairs = pairsOf(
    layers.filter(({ subject }) => subject !== "dim_customers"),
    lineages,
  );

  expect(pairs).toContain("fct_orders.customer_id -> stg_customers.customer_id");
});

test("rows that were counted by a column are no parent of it", () => {
  const totals = aRelation("customer_totals", 90, ["customer_id"]);
  const counted = { customer_totals: taking({ customer_id: "fct_orders.customer_id" }) };

  const pairs = pairsOf([...layers, totals], { ...lineages, ...counted });

  expect(pairs).toContain("customer_totals.customer_id -> dim_customers.customer_id");
  expect(pairs.filter((pair) => pair.endsWith("-> customer_totals.customer_id"))).toEqual([]);
});

test("a join in the code says what no name does", () => {
  const relations = [
    aRelation("ext.t001", 100, ["kunnr_key"]),
    aRelation("ext.t002", 500, ["vbeln_key", many("kd")]),
    aRelation("mart", 500, ["document_id"]),
  ];
  const joined = taking({ document_id: "ext.t002.vbeln_key" }, [
    ["ext.t002.kd", "ext.t001.kunnr_key"],
  ]);

  expect(pairsOf(relations)).toEqual([]);
  expect(pairsOf(relations, { mart: joined })).toEqual(["ext.t002.kd -> ext.t001.kunnr_key"]);
});
