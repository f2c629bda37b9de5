import { join } from "node:path";
import { expect, test } from "vitest";
import type { ProfiledWarehouse } from "#runner/documentation/profile/asker.ts";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import type { Cell } from "#runner/ports.ts";
import { observed } from "./two-engines.ts";

const columns = [
  { name: "ORDER_ID", type: "NUMBER(38,0)" },
  { name: "STATUS", type: "VARCHAR(20)" },
  { name: "SKU", type: "VARCHAR(16)" },
  { name: "AMOUNT", type: "NUMBER(12,2)" },
  { name: "WEIGHT", type: "FLOAT" },
  { name: "PLACED_AT", type: "TIMESTAMP_NTZ(9)" },
  { name: "LOADED_AT", type: "TIMESTAMP_TZ(9)" },
  { name: "IS_GIFT", type: "BOOLEAN" },
  { name: "PAYLOAD", type: "VARIANT" },
];

/** What the server answered, by the expression that was asked. What is not here was null. */
const recorded: Readonly<Record<string, Cell>> = {
  'count("ORDER_ID")': 9_800,
  'count(distinct "ORDER_ID")': 9_800,
  'count("STATUS")': 9_800,
  'count(distinct "STATUS")': 2,
  'count("AMOUNT")': 9_800,
  'count(distinct "AMOUNT")': 9_100,
  'min("ORDER_ID")': 1,
  'max("ORDER_ID")': 400,
  'min("AMOUNT")': "0.00",
  'max("AMOUNT")': "120.50",
  'cast(avg("AMOUNT") as double precision)': 30.25,
  'count_if("AMOUNT" = 0)': 4,
  'min(length("STATUS"))': 4,
  'max(length("STATUS"))': 4,
  'min(length("SKU"))': 6,
  'max(length("SKU"))': 6,
  'count_if("IS_GIFT")': 100,
  'cast(max("PLACED_AT") as varchar)': "2025-01-02 03:00:00.000",
  'approx_count_distinct("AMOUNT")': 8_700_000,
  'approx_percentile("AMOUNT", 0.5)': 28.5,
};

const distributions: Readonly<Record<string, readonly (readonly Cell[])[]>> = {
  '"ORDER_ID"': [["d", null, 400, 1, 400, 400]],
  '"STATUS"': [
    ["d", null, 2, 300, 0, 400],
    ["t", "open", 300, null, null, null],
    ["t", "paid", 100, null, null, null],
    ["h", "-77", null, null, null, null],
    ["h", "12", null, null, null, null],
  ],
};

/** Shaped like a warehouse; writes down what it is asked and answers as was recorded. */
function aRecordedSnowflake(rows: number) {
  const asked: string[] = [];
  const answerTo = (sql: string): readonly (readonly Cell[])[] => {
    if (sql.startsWith("select\n")) {
      const expressions = [...sql.matchAll(/^ {2}(.*) as m\d+,?$/gm)].map(([, one = ""]) => one);
      return [
        expressions.map((one) => (one === "count(*)" ? rows : (recorded[one] ?? nullCount(one)))),
      ];
    }
    if (sql.startsWith("with g0")) {
      const grouped = [...sql.matchAll(/g(\d+) as \(select ("[^"]+") as v/g)];
      return grouped.flatMap(([, index, column = ""]) =>
        (distributions[column] ?? [["d", null, 0, null, null, 0]]).map((row) => [
          Number(index),
          ...row,
        ]),
      );
    }
    if (sql.includes("translate(")) return [[0, "AA-999", 400]];
    if (/^select count\(\*\) from/.test(sql)) return [[500_000]];
    return [];
  };
  const warehouse: ProfiledWarehouse = {
    dialect: "snowflake",
    async query(sql) {
      asked.push(sql);
      const result = { columns: [], rows: answerTo(sql), truncated: false };
      return { kind: "rows", result };
    },
    columns: async () => columns,
    estimate: async () => ({ kind: "table", rows, bytes: undefined }),
    copy: async () => ({ kind: "refused", reason: "temporary tables are not allowed" }),
    close: async () => {},
  };
  return { warehouse, asked };
}

/** `count(*) - count(x)`: nothing is null here. */
function nullCount(expression: string): Cell {
  return expression.startsWith("count(*) - count(") ? 0 : null;
}

async function profile(rows: number) {
  const { warehouse, asked } = aRecordedSnowflake(rows);
  const answer = await profileRelation(
    {
      warehouse,
      clock: { now: () => new Date(observed), sleep: async () => {} },
      signal: new AbortController().signal,
      tag: "buster test",
    },
    {
      subject: "orders",
      relation: { database: "SHOP", schema: "PUBLIC", name: "ORDERS" },
      columns,
    },
  );
  if (answer.kind !== "profiled") throw new Error(answer.reason);
  const said = (subject: string, metric: string, argument?: string) =>
    answer.profile.facts.find(
      (fact) => fact.subject === subject && fact.metric === metric && fact.argument === argument,
    );
  return { asked: asked.join(";\n\n"), count: asked.length, said, profile: answer.profile };
}

const golden = (name: string) => join(import.meta.dirname, "snowflake", `${name}.sql`);

test("a table of usual size: few statements, whose text is as it was looked at", async () => {
  const { asked, count } = await profile(400);

  await expect(`${asked};\n`).toMatchFileSnapshot(golden("usual-table"));
  expect(count).toBeLessThanOrEqual(6);
});

test("a table of many rows: sketches and a seeded sample instead of grouping", async () => {
  const { asked } = await profile(10_000_000);

  await expect(`${asked};\n`).toMatchFileSnapshot(golden("large-table"));
});

test("the query of every fact is as it was looked at", async () => {
  const { profile: usual } = await profile(400);

  const queries = usual.facts.map(
    ({ subject, metric, argument, query }) =>
      `-- ${subject} ${metric}${argument === undefined ? "" : ` ${argument}`}\n${query};\n`,
  );
  await expect(queries.join("\n")).toMatchFileSnapshot(golden("facts"));
});

test("recorded answers become the same facts as those of any engine", async () => {
  const { said, profile: usual } = await profile(400);

  expect(said("orders", "row_count")).toMatchObject({ value: 400, method: "exact" });
  expect(said("orders.AMOUNT", "max")).toMatchObject({ value: 120.5 });
  expect(said("orders.AMOUNT", "zero_count")).toMatchObject({ value: 4 });
  expect(said("orders.STATUS", "share", "open")).toMatchObject({ value: 0.75 });
  expect(said("orders", "freshness_seconds", "PLACED_AT")).toMatchObject({ value: 245 });
  expect(usual.columns.map(({ semantics }) => semantics)).toEqual([
    ...["key", "enum", "other", "money", "quantity", "event_time", "audit_time", "flag", "json"],
  ]);
  expect(usual.columns[1]?.sketch).toEqual(["-77", "12"]);
});

test("what a sketch tells is approximate, and nothing distinct is concluded from it", async () => {
  const { said, profile: large } = await profile(10_000_000);

  expect(said("orders.AMOUNT", "distinct_count")).toMatchObject({
    method: "approximate",
    value: 8_700_000,
  });
  expect(said("orders.AMOUNT", "p50")).toMatchObject({ method: "approximate", value: 28.5 });
  expect(large.columns[3]).toMatchObject({ distinct: undefined, isUnique: undefined });
  expect(said("orders.ORDER_ID", "is_unique")).toMatchObject({ value: false, method: "exact" });
});
