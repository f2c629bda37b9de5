import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ColumnLineage } from "#runner/lineage/column-lineage.ts";
import { lendSqlAnalyst } from "#runner/sql-analysis/lend-sql-analyst.ts";
import { createLineageCache } from "#runner/sql-analysis/lineage-cache.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { columnsOf, told } from "./an-analyst.ts";

const columns = columnsOf({ orders: "id, amount" });

/** What a statement over `orders` gives. */
function request(sql: string) {
  return { name: "model", sql, dialect: "duckdb", columns } as const;
}

test("a run that gives its analyst back does not take it from another run", async () => {
  const borrow = lendSqlAnalyst({ log: silentLog, timeoutMs: 20_000, keepMs: 0 });
  const [first, second] = [borrow(), borrow()];

  await first.close();
  await first.close();
  await wait(5);

  const lineage = await second.lineage(request("select id from {{ ref('orders') }}"));
  expect(told(lineage)).toEqual(["id passthrough of orders.id"]);
  expect(await first.lineage(request("select amount from {{ ref('orders') }}"))).toEqual({
    kind: "unknown",
    reason: "the analyst is closed",
  });
  await second.close();
});

test("after all have given it back, the next run gets one that works", async () => {
  const borrow = lendSqlAnalyst({ log: silentLog, timeoutMs: 20_000, keepMs: 0 });
  const first = borrow();
  await first.lineage(request("select id from {{ ref('orders') }}"));
  await first.close();
  await wait(5);

  const second = borrow();
  const lineage = await second.lineage(request("select amount as total from {{ ref('orders') }}"));

  expect(told(lineage)).toEqual(["total renamed of orders.amount"]);
  await second.close();
});

test("the answers that nobody asked for the longest are forgotten first", () => {
  const cache = createLineageCache(2);
  const answer: ColumnLineage = { kind: "unknown", reason: "a test" };

  cache.set("a", answer);
  cache.set("b", answer);
  cache.get("a");
  cache.set("c", answer);

  expect(["a", "b", "c"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
});
