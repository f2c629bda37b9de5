import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Warehouse } from "#runner/ports.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aToolWorld } from "./a-tool-world.ts";

let directory = "";
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "odd-"));
  const path = join(directory, "odd.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of [
    `create table "odd name" ("select" int, "a.b" varchar, "it's" varchar, "Ünï" boolean)`,
    `insert into "odd name" values (1, 'x', 'o''clock', true), (2, '', 'o''clock', null)`,
    "create table empty (a int, b varchar, c date, d boolean, e double)",
    "create type mood as enum ('glad', 'sad')",
    `create table kinds as select i::hugeint * 100000000000000000000 + 1 as huge, i::float / 3 as f,
       [i] as list, {'a': i} as record, i::varchar::json as js, 'abc'::blob as bytes, uuid() as u,
       (case when i % 2 = 0 then 'glad' else 'sad' end)::mood as mood, interval (i) day as span,
       time '10:00:00' as t, timestamptz '2024-01-01 00:00:00+00' as tz, null::int as nothing,
       (i / 4)::decimal(38, 10) as exact, 'nan'::double as nan, repeat('long ', 30) as prose
       from range(1, 9) r(i)`,
    `create table wide as select ${Array.from({ length: 300 }, (_, n) => `${n} as a_column_with_a_long_name_${n}`).join(", ")}`,
    "create view seen as select a, b from empty",
    "create table many as select i as n, (i % 20)::varchar as twenty, (i % 19)::varchar as nineteen from range(100) r(i)",
  ]) {
    await connection.run(sql);
  }
  connection.closeSync();
  instance.closeSync();
  warehouse = await openDuckDb({ path, log: silentLog });
});
afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

async function profile(table: string, restrictions = "") {
  const world = aToolWorld({ warehouse, restrictions });
  const answer = await world.profile({ table });
  const said = (subject: string, metric: string, argument?: string) =>
    world.facts.find(
      (fact) =>
        fact.subject === `${table}${subject}` &&
        fact.metric === metric &&
        fact.argument === argument,
    )?.value;
  return { answer, facts: world.facts, said };
}

test("names that need quotes are quoted, and a quote in a value stays a value", async () => {
  const { answer, said } = await profile("main.odd name");

  expect(answer.outcome).toBe("ok");
  expect(said(".select", "max")).toBe(2);
  expect(said(".a.b", "empty_count")).toBe(1);
  expect(said(".it's", "share", "o'clock")).toBe(1);
  expect(said(".Ünï", "true_share")).toBe(0.5);
});

test("an empty table has no rows, and nothing else is claimed of it", async () => {
  const { answer, facts, said } = await profile("main.empty");

  expect(answer.outcome).toBe("ok");
  expect(said("", "row_count")).toBe(0);
  expect(said(".a", "min")).toBeUndefined();
  expect(facts.filter(({ metric }) => /share/.test(metric))).toEqual([]);
  expect(facts.every(({ value }) => value === 0)).toBe(true);
});

test("columns of every kind are measured as far as their kind allows", async () => {
  const { answer, said } = await profile("main.kinds");

  expect(answer.outcome).toBe("ok");
  expect(answer.text).not.toContain("only counts and ranges were measured");
  expect(said(".huge", "max")).toBe("800000000000000000001");
  expect(said(".exact", "p50")).toBe(1);
  expect(said(".nothing", "null_share")).toBe(1);
  expect(said(".nothing", "distinct_count")).toBe(0);
  expect(said(".mood", "share", "glad")).toBe(0.5);
  expect(said(".list", "null_count")).toBe(0);
  expect(said(".list", "distinct_count")).toBeUndefined();
  expect(said(".js", "distinct_count")).toBeUndefined();
  expect(said(".u", "distinct_count")).toBe(8);
  expect(String(said(".tz", "min"))).toMatch(/^2024-01-01 00:00:00/);
  expect(answer.text).not.toContain("long long");
});

test("a view is measured like a table", async () => {
  const { answer, said } = await profile("main.seen");

  expect(answer.outcome).toBe("ok");
  expect(said("", "row_count")).toBe(0);
});

test("a wide table is asked about in several statements, and everything is answered", async () => {
  const { answer, facts } = await profile("main.wide");

  expect(answer.outcome).toBe("ok");
  expect(facts.filter(({ metric }) => metric === "max")).toHaveLength(300);
  expect(facts.filter(({ metric }) => metric === "distinct_count")).toHaveLength(300);
  expect(answer.text).not.toContain("not measured");
});

test("a list of values is left out where it is longer than the rows that the agent may see", async () => {
  const { said, facts } = await profile(
    "main.many",
    "restrictions: {sql: {max_rows_returned: 20}}",
  );
  const narrow = await profile("main.many", "restrictions: {sql: {max_rows_returned: 19}}");

  expect(said(".twenty", "share", "7")).toBe(0.05);
  expect(facts.filter(({ metric }) => metric === "share")).toHaveLength(39);
  expect(narrow.facts.filter(({ metric }) => metric === "share")).toHaveLength(19);
});

const overdue = {
  kind: "failed",
  reason: "the query was stopped after 30 s: aggregate, filter or sample to ask for less",
} as const;

function slowFor(words: string): Warehouse {
  return {
    ...warehouse,
    query: async (sql, limits) => (sql.includes(words) ? overdue : warehouse.query(sql, limits)),
  };
}

test("when the thorough pass takes too long, a cheap one is tried and said so", async () => {
  const slow = aToolWorld({ warehouse: slowFor("stddev_samp") });

  const { outcome, text } = await slow.profile({ table: "main.many" });

  expect(outcome).toBe("ok");
  expect(text).toContain("only counts and ranges were measured: the query was stopped after 30 s");
  expect(slow.facts.some(({ metric }) => metric === "max")).toBe(true);
});

test("when values cannot be grouped in time, that is said, and the rest is measured", async () => {
  const { profile, facts } = aToolWorld({ warehouse: slowFor("materialized") });

  const { outcome, text } = await profile({ table: "main.many" });

  expect(outcome).toBe("ok");
  expect(text).toContain("values of n, twenty, nineteen were not counted: the query was stopped");
  expect(facts.some(({ metric }) => metric === "distinct_count")).toBe(false);
  expect(facts.some(({ metric }) => metric === "max")).toBe(true);
});

test.each([
  [
    { model: "orders" },
    { files: { "dbt_project.yml": "name: shop" } },
    /project shop has no model/,
  ],
  [{ model: "orders" }, {}, /no dbt_project\.yml/],
  [
    { model: "orders" },
    { files: { "dbt_project.yml": "name: shop", "models/orders.sql": "" } },
    /no relation for orders; looked at main\.orders$/,
  ],
  [{ table: "nowhere.orders" }, {}, /looked at nowhere\.orders$/],
])(
  "what is not there is answered with where it was looked for: %j",
  async (input, more, reason) => {
    const { profile } = aToolWorld({ warehouse, ...more });

    const answer = await profile(input);

    expect(answer).toMatchObject({ outcome: "empty", text: expect.stringMatching(reason) });
  },
);

test("without a warehouse the tool says so", async () => {
  const { profile } = aToolWorld({ warehouse: undefined });

  const answer = await profile({ table: "main.many" });

  expect(answer).toMatchObject({ outcome: "refused", text: "this run has no warehouse" });
});
