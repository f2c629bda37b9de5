import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Warehouse } from "#runner/ports.ts";
import { sameValue } from "#runner/profile/same-value.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { generate } from "../../examples/bike-shop/generate.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aToolWorld, observed } from "./a-tool-world.ts";

const files = {
  "dbt_project.yml": "name: bike_shop\n",
  "buster.yml": "projects: [{name: bike_shop, schema: analytics}]\n",
  "models/fct_orders.sql": "select 1",
  "models/sources.yml": "sources: [{name: shop, schema: raw, tables: [name: order_items]}]\n",
};
let directory = "";
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "profile-"));
  const path = join(directory, "shop.duckdb");
  await generate({ database: path });
  warehouse = await openDuckDb({ path, log: silentLog });
});
afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask(sql: string) {
  const limits = { maxRows: 1, maxBytes: 10_000, timeoutMs: 10_000, tag: "test" };
  const answer = await warehouse.query(sql, limits);
  if (answer.kind !== "rows") throw new Error(`${sql}: ${answer.reason}`);
  return answer.result.rows[0]?.[0];
}

/** Written by hand, each in another way than the profile asks. */
const byHand: readonly [string, string, string | undefined, string][] = [
  ["fct_orders", "row_count", undefined, "select count(order_id) from raw.orders"],
  [
    "fct_orders.customer_id",
    "null_count",
    undefined,
    "select sum(case when customer_id is null then 1 else 0 end)::int from analytics.fct_orders",
  ],
  [
    "fct_orders.status",
    "distinct_count",
    undefined,
    "select count(*) from (select distinct status from analytics.fct_orders)",
  ],
  [
    "fct_orders.status",
    "share",
    "cancelled",
    "select (select count(*) from analytics.fct_orders where status = 'cancelled')::double / count(*) from analytics.fct_orders",
  ],
  [
    "fct_orders.ordered_at",
    "min",
    undefined,
    "select ordered_at::text from analytics.fct_orders order by ordered_at limit 1",
  ],
  [
    "fct_orders.order_date",
    "max",
    undefined,
    "select order_date::text from analytics.fct_orders order by order_date desc limit 1",
  ],
  [
    "fct_orders.net_amount",
    "max",
    undefined,
    "select net_amount::double from analytics.fct_orders order by net_amount desc limit 1",
  ],
  [
    "fct_orders.units",
    "mean",
    undefined,
    "select sum(units)::double / count(units) from analytics.fct_orders",
  ],
  [
    "fct_orders.net_amount",
    "p50",
    undefined,
    "select net_amount::double from analytics.fct_orders order by net_amount limit 1 offset 2099",
  ],
  [
    "fct_orders.paid_amount",
    "zero_count",
    undefined,
    "select count(*) from analytics.fct_orders where paid_amount = 0",
  ],
  [
    "fct_orders.is_first_order",
    "true_count",
    undefined,
    "select count(distinct customer_id) from analytics.fct_orders where customer_id is not null",
  ],
];

test("facts equal what hand-written SQL says of the same data", async () => {
  const { profile, facts } = aToolWorld({ warehouse, files });
  await profile({ model: "fct_orders" });

  for (const [subject, metric, argument, sql] of byHand) {
    const fact = facts.find(
      (candidate) =>
        candidate.subject === subject &&
        candidate.metric === metric &&
        candidate.argument === argument,
    );
    expect({ subject, metric, value: fact?.value }).toEqual({
      subject,
      metric,
      value: await same(fact?.value, sql),
    });
  }
});

test("the query of every fact gives its value again", async () => {
  const { profile, facts } = aToolWorld({ warehouse, files });
  await profile({ model: "shop.order_items" });

  expect(facts.length).toBeGreaterThan(30);
  for (const { value, query, at } of facts) {
    expect(value, query).toEqual(await same(value, query));
    expect(at).toBe(observed);
  }
});

test("the answer is short, has every fact's id, and the second time costs nothing", async () => {
  const { profile, facts } = aToolWorld({ warehouse, files });

  const first = await profile({ model: "fct_orders" });
  const again = await profile({ model: "fct_orders", columns: ["status"] });

  expect(first).toMatchObject({ outcome: "ok", step: "Profiling fct_orders" });
  expect(first.text).toMatch(
    /^fct_orders is analytics\.fct_orders, observed 2025-01-02T03:04:05\.000Z\nrows: \[F1\] row_count=4200 /,
  );
  expect(facts.every(({ id }) => first.text.includes(`[${id}]`))).toBe(true);
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  expect(first.text.length).toBeLessThan(5_000);
  expect(again.text.split("\n")).toHaveLength(4);
  expect(again.text).toContain("measured earlier in this run");
});

test("a closed column is never asked about, and the answer names it", async () => {
  const { profile, facts } = aToolWorld({
    warehouse,
    files,
    restrictions: "restrictions: {sql: {deny_columns: [Fct_Orders.STATUS, customer_id, x.units]}}",
  });

  const { text } = await profile({ model: "fct_orders" });

  expect(text).toContain("deny_columns: customer_id, status");
  expect(facts.some(({ query }) => /"status"|"customer_id"/.test(query))).toBe(false);
  expect(facts.some(({ subject }) => subject === "fct_orders.units")).toBe(true);
});

test("a closed schema is refused, and nothing becomes a fact", async () => {
  const { profile, facts } = aToolWorld({
    warehouse,
    files,
    restrictions: "restrictions: {sql: {deny_schemas: [analytics]}}",
  });

  const answer = await profile({ model: "fct_orders" });

  expect(answer).toMatchObject({
    outcome: "refused",
    text: expect.stringMatching(/^measuring analytics\.fct_orders: .*analytics/),
  });
  expect(facts).toEqual([]);
});

/** What SQL gives, as the fact should have it: equal, or equal but for rounding. */
async function same(value: unknown, sql: string): Promise<unknown> {
  const wanted = await ask(sql);
  const isClose = typeof value === "number" && sameValue({ value }, Number(wanted));
  return isClose ? value : wanted;
}
