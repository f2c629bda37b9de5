import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readShelf } from "#agents-schema/read-shelf.ts";
import { generate } from "../../examples/bike-shop/generate.ts";

const example = new URL("../../examples/bike-shop/", import.meta.url).pathname;
const agents = ["breaking-change-detector", "docs-updater", "null-spike-monitor", "pr-reviewer"];
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "bike-shop-"));
  await generate({ database: join(directory, "one.duckdb") });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function ask(database: string, sql: string) {
  const instance = await DuckDBInstance.create(join(directory, database), {
    access_mode: "READ_ONLY",
  });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

test("the example's agents and settings load without a mistake", async () => {
  const paths = agents.map((name) => `.buster/agents/${name}.yml`);
  const texts = await Promise.all(paths.map((path) => readFile(join(example, path), "utf8")));
  const settings = await readFile(join(example, "buster.yml"), "utf8");

  const shelf = readShelf(settings, new Map(paths.map((path, at) => [path, texts[at] ?? ""])));

  expect(shelf.broken).toEqual([]);
  expect(shelf.agents.map(({ name }) => name).sort()).toEqual(agents);
});

test("the same seed gives the same rows, another seed others", async () => {
  await generate({ database: join(directory, "two.duckdb") });
  await generate({ database: join(directory, "three.duckdb"), seed: 7 });
  const sql = "select count(*) as n, bit_xor(hash(t)) as h from analytics.fct_orders t";

  const [one, two, three] = await Promise.all(
    ["one", "two", "three"].map((name) => ask(`${name}.duckdb`, sql)),
  );

  expect(one).toEqual(two);
  expect(one).not.toEqual(three);
});

test("every key is unique and every order, customer and product that is named exists", async () => {
  const keys = await Promise.all(
    [
      ["fct_orders", "order_id"],
      ["fct_order_items", "order_item_id"],
      ["dim_customers", "customer_id"],
      ["dim_products", "product_id"],
    ].map(([table, key]) =>
      ask(
        "one.duckdb",
        `select count(*) > 1000 or '${table}' = 'dim_products' as many,
                count(*) - count(distinct ${key}) as twice from analytics.${table}`,
      ),
    ),
  );
  const orphans = await ask(
    "one.duckdb",
    `select (select count(*) from raw.order_items i anti join raw.orders o using (order_id)) as items,
            (select count(*) from raw.order_items i anti join raw.products p using (product_id)) as products,
            (select count(*) from raw.payments p anti join raw.orders o using (order_id)) as payments,
            (select count(*) from raw.orders o anti join raw.customers c using (customer_id)
              where o.customer_id is not null) as customers,
            (select count(*) from analytics.fct_orders where line_items is null) as empty_orders`,
  );

  expect(keys.flat()).toEqual(Array(4).fill({ many: true, twice: "0" }));
  expect(orphans).toEqual([
    { items: "0", products: "0", payments: "0", customers: "0", empty_orders: "0" },
  ]);
});

test("nulls have a reason and quantities are skewed", async () => {
  const [row] = await ask(
    "one.duckdb",
    `select (select count(*) from analytics.fct_orders where (channel = 'web') <> (store_id is null)) as stores,
            (select count(*) from analytics.fct_orders where channel <> 'store' and customer_id is null) as nobody,
            (select count(*) from analytics.fct_orders where status = 'cancelled' and paid_amount <> 0) as paid,
            (select avg((quantity = 1)::int) between 0.6 and 0.75 from raw.order_items) as mostly_one,
            (select max(quantity) >= 20 from raw.order_items) as some_many`,
  );

  expect(row).toEqual({ stores: "0", nobody: "0", paid: "0", mostly_one: true, some_many: true });
});
