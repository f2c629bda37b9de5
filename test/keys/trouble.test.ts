import { expect, test } from "vitest";
import {
  discoverRelationships,
  type KeysOfProject,
} from "#runner/documentation/discover-relationships.ts";
import { createWarehousePool } from "#runner/documentation/warehouse-pool.ts";
import { type Cell, type Warehouse, WorldFailure } from "#runner/ports.ts";
import { aColumn, aRelation } from "./build-relations.ts";
import { clock } from "./find-keys-in.ts";

type Answer = Awaited<ReturnType<Warehouse["query"]>>;

/** A warehouse that answers as it is told and remembers what it was asked. */
function aWarehouse(answer: (sql: string) => Answer) {
  const asked: string[] = [];
  const warehouse: Warehouse = {
    dialect: "duckdb",
    query: async (sql) => {
      asked.push(sql);
      return answer(sql);
    },
    columns: async () => undefined,
    estimate: async () => undefined,
    copy: async () => ({ kind: "refused", reason: "nothing is copied here" }),
    close: async () => undefined,
  };
  return { asked, open: async () => warehouse };
}

/** Every row has a parent. */
function allFound(sql: string): Answer {
  const pairs = sql.match(/ as pair/g)?.length ?? 0;
  const rows = Array.from({ length: pairs }, (_, at): Cell[] => [
    ...[at, 500, 500, 90, 0, 0, 100, 9, 5, 8, 9],
  ]);
  return { kind: "rows", result: { columns: [], rows, truncated: false } };
}

async function discover(
  open: () => Promise<Warehouse>,
  input: Partial<KeysOfProject>,
  signal = new AbortController().signal,
) {
  const pool = createWarehousePool(open, 1);
  const world = { pool, clock, signal, tag: "test", timeoutMs: 1000, width: 1 };
  const nothing = { profiles: [], project: undefined, lineages: new Map() };
  return discoverRelationships(world, { ...nothing, ...input });
}

const many = (name: string) => aColumn(name, 500, { distinct: 90 });
const shop = [
  aRelation("customers", 100, ["id"]),
  aRelation("products", 100, ["id"]),
  aRelation("orders", 500, ["id", many("customer_id"), many("product_id")]),
  aRelation("carts", 500, ["id", many("customer_id")]),
];

test("one pair that cannot be counted is a note, and the others are found", async () => {
  const { asked, open } = aWarehouse((sql) =>
    sql.includes('"products"') ? { kind: "failed", reason: "out of memory" } : allFound(sql),
  );

  const found = await discover(open, { profiles: shop });

  expect(found.relationships.map(({ child, parent }) => [child, parent.subject])).toEqual([
    [{ subject: "orders", column: "customer_id" }, "customers"],
    [{ subject: "carts", column: "customer_id" }, "customers"],
  ]);
  expect(found.notes).toEqual(["counting orders.product_id in products.id: out of memory"]);
  // One for each child relation, then each pair of the one that failed.
  expect(asked).toHaveLength(4);
  expect(found.statements).toBe(4);
});

test("a connection that is cut is a note as well", async () => {
  let cuts = 0;
  const { open } = aWarehouse((sql) => {
    if (sql.includes('"carts"')) return allFound(sql);
    cuts += 1;
    throw new WorldFailure("warehouse-unavailable", "asking the warehouse: it went away");
  });

  const found = await discover(open, { profiles: shop });

  expect(cuts).toBe(3);
  expect(found.relationships.map(({ child }) => child.subject)).toEqual(["carts"]);
  expect(found.notes).toHaveLength(2);
});

test("once stopped, nothing more is asked and what was found is kept", async () => {
  const stop = new AbortController();
  const { asked, open } = aWarehouse((sql) => {
    stop.abort();
    return allFound(sql);
  });

  const found = await discover(open, { profiles: shop }, stop.signal);

  expect(asked).toHaveLength(1);
  expect(found.relationships.map(({ child }) => child.subject)).toEqual(["orders", "orders"]);
});

test("where measuring left open whether a key is unique, it is asked of all rows", async () => {
  const open = aColumn("id", 100, { isUnique: undefined, distinct: undefined });
  const large = [
    aRelation("customers", 100, [open]),
    aRelation("orders", 500, [many("customer_id")]),
  ];
  const repeated = aWarehouse((sql) => (sql.includes(" as pair") ? allFound(sql) : cells(7)));
  const unique = aWarehouse((sql) => (sql.includes(" as pair") ? allFound(sql) : cells(0)));

  const [with7, with0] = await Promise.all(
    [repeated, unique].map((warehouse) => discover(warehouse.open, { profiles: large })),
  );

  expect(with7?.relationships).toEqual([]);
  expect(with0?.relationships).toHaveLength(1);
});

test("an empty table, and one whose column is all null, refer to nothing and cost no question", async () => {
  const { asked, open } = aWarehouse(allFound);
  const none = { nonNull: 0, distinct: 0, min: undefined, max: undefined };
  const empty = [
    aRelation("customers", 100, ["id"]),
    aRelation("deleted", 0, [aColumn("id", 0), aColumn("customer_id", 0, none)]),
    aRelation("orders", 500, ["id", aColumn("customer_id", 500, { ...none, isUnique: true })]),
  ];

  const found = await discover(open, { profiles: empty });

  expect(found.relationships).toEqual([]);
  expect(asked).toEqual([]);
});

function cells(...row: Cell[]): Answer {
  return { kind: "rows", result: { columns: [], rows: [row], truncated: false } };
}

test("a key in a table of something else is named alike by chance", async () => {
  const { open } = aWarehouse(allFound);
  const found = async (parent: string) => {
    const profiles = [
      aRelation(parent, 1000, ["Order ID"]),
      aRelation("composite", 500, [many("order_id"), many("line_no")]),
    ];
    const { relationships } = await discover(open, { profiles });
    return relationships.map((one) => `${one.child.column} -> ${one.parent.subject}`);
  };

  expect(await found("odd_values")).toEqual([]);
  expect(await found("orders")).toEqual(["order_id -> orders"]);
});
