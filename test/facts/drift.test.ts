import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fact } from "#agents-schema/fact.ts";
import type { FactFile } from "#runner/facts/fact-file.ts";
import { fixDrift } from "#runner/facts/fix-drift.ts";
import { judgeDrift, type NewValue } from "#runner/facts/judge-drift.ts";
import { markedToPlain } from "#runner/facts/marked-to-plain.ts";
import { planVerification, singly } from "#runner/facts/plan-verification.ts";
import { splitSelect } from "#runner/facts/split-select.ts";
import { textKey } from "#runner/facts/text-key.ts";
import type { Warehouse } from "#runner/ports.ts";
import { openWarehouse } from "#runner/warehouse/open-warehouse.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aFact, aFile, aStatement, orders } from "./a-fact.ts";

const limits = { maxRows: 2, maxBytes: 1_000_000, timeoutMs: 10_000, tag: "test" };
const setUp = `
  create or replace table orders as
  select i as id, case when i % 10 < 6 then 'web' else 'store' end as channel,
    cast(i % 50 + 0.5 as decimal(10, 2)) as amount, case when i % 4 = 0 then null else 'note ' || i end as note,
    date '2024-01-01' + cast(i % 366 as integer) as ordered_on, i % 20 as shop, 'EUR' as currency, i % 7 as weekday
  from range(1000) t(i)`;

/** One cell of the table each, as the warehouse says it. */
const asked: readonly (readonly [string, string, string, string, string?])[] = [
  ["F1", "", "row_count", "count(*)"],
  ["F2", "id", "is_unique", "count(id) = count(distinct id)"],
  ["F3", "id", "null_count", "count(*) - count(id)"],
  [
    "F4",
    "channel",
    "share",
    "cast(count(*) filter (where channel = 'web') as double) / nullif(count(*), 0)",
    "web",
  ],
  [
    "F5",
    "channel",
    "share",
    "cast(count(*) filter (where channel = 'store') as double) / nullif(count(*), 0)",
    "store",
  ],
  ["F6", "channel", "distinct_count", "count(distinct channel)"],
  ["F7", "amount", "min", "min(amount)"],
  ["F8", "amount", "max", "max(amount)"],
  ["F9", "amount", "mean", "cast(avg(amount) as double)"],
  ["F10", "note", "null_share", "cast(count(*) - count(note) as double) / nullif(count(*), 0)"],
  ["F11", "note", "max_length", "max(length(note))"],
  ["F12", "ordered_on", "min", "cast(min(ordered_on) as varchar)"],
  ["F13", "ordered_on", "max", "cast(max(ordered_on) as varchar)"],
  ["F14", "shop", "distinct_count", "count(distinct shop)"],
  ["F15", "currency", "distinct_count", "count(distinct currency)"],
  [
    "F16",
    "currency",
    "share",
    "cast(count(*) filter (where currency = 'EUR') as double) / nullif(count(*), 0)",
    "EUR",
  ],
  ["F17", "weekday", "null_count", "count(*) - count(weekday)"],
  ["F18", "weekday", "max", "max(weekday)"],
  ["F19", "amount", "null_count", "count(*) - count(amount)"],
  ["F20", "shop", "null_count", "count(*) - count(shop)"],
];
const statements = [
  aStatement("About 1,000 {F1} rows as of November 2026.", { part: "contents" }),
  aStatement("One row per id {F2}.", { part: "contents" }),
  aStatement("Unique {F2} and never null {F3}.", { column: "id" }),
  aStatement("60% {F4} of the rows are 'web' {F4}, 40% {F5} 'store' {F5}.", { column: "channel" }),
  aStatement("2 {F6} distinct values.", { column: "channel" }),
  aStatement("60% {F4} of the rows.", { part: "option", column: "channel", about: "web" }),
  aStatement("From 0.50 {F7} to 49.50 {F8}, mean 25.0 {F9}.", { column: "amount" }),
  aStatement("Never null {F19}.", { column: "amount" }),
  aStatement("A quarter {F10} of the rows are null.", { column: "note" }),
  aStatement("Up to 8 {F11} characters.", { column: "note" }),
  aStatement("From January 2024 {F12} to 31 December 2024 {F13}.", { column: "ordered_on" }),
  aStatement("Twenty {F14} distinct values.", { column: "shop" }),
  aStatement("A single value {F15}: 'EUR' in 100% {F16} of the rows.", { column: "currency" }),
  aStatement("Never null {F17}; the largest is 6 {F18}.", { column: "weekday" }),
  aStatement("Never null {F20}.", { column: "shop" }),
];

let directory = "";
let path = "";
/** As it was written when the table was new. */
let file: FactFile = aFile([]);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "buster-test-drift-"));
  path = join(directory, "orders.duckdb");
  file = await write();
});
afterAll(() => rm(directory, { recursive: true }));

/** Writes to the data as its owner does, then asks for everything that is cited. */
async function measure(changes: readonly string[], file: FactFile): Promise<Map<string, NewValue>> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of [setUp, ...changes]) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  const warehouse = await openWarehouse({ kind: "duckdb", path }, silentLog);
  try {
    return await ask(warehouse, file);
  } finally {
    await warehouse.close();
  }
}

async function ask(warehouse: Warehouse, file: FactFile): Promise<Map<string, NewValue>> {
  const values = new Map<string, NewValue>();
  for (const packed of planVerification([file])) {
    const answer = await warehouse.query(packed.sql, limits);
    for (const one of answer.kind === "rows" ? [] : singly(packed)) {
      const alone = await warehouse.query(one.sql, limits);
      const [id, value] = [
        one.answers[0]?.fact.id ?? "",
        alone.kind === "rows" ? (alone.result.rows[0]?.[0] ?? null) : null,
      ];
      values.set(id, alone.kind === "rows" ? { value } : { problem: alone.reason });
    }
    for (const [index, { fact }] of answer.kind === "rows" ? packed.answers.entries() : []) {
      values.set(fact.id, {
        value: answer.kind === "rows" ? (answer.result.rows[0]?.[index] ?? null) : null,
      });
    }
  }
  return values;
}

async function write(): Promise<FactFile> {
  const facts: Fact[] = asked.map(([id, column, metric, sql, argument]) =>
    aFact(id, argument === undefined ? [column, metric, 0] : [column, metric, 0, argument], {
      query: `select ${sql} from orders`,
    }),
  );
  const blank = aFile(facts, statements);
  const values = await measure([], blank);
  return {
    ...blank,
    facts: facts.map((fact) => {
      const now = values.get(fact.id);
      const value = now !== undefined && "value" in now ? now.value : null;
      return {
        ...fact,
        value: typeof value === "string" && /^[\d.]+$/.test(value) ? Number(value) : value,
      };
    }),
  };
}

function textsOf(file: FactFile): Record<string, string> {
  const places = Map.groupBy(file.statements, textKey);
  return Object.fromEntries(
    [...places].map(([key, those]) => [
      key,
      those.map(({ marked }) => markedToPlain(marked)).join(" "),
    ]),
  );
}

test("what is cited of one relation is asked in one statement", async () => {
  const [query, ...others] = planVerification([file]);

  expect(others).toEqual([]);
  expect(query?.answers).toHaveLength(20);
});

test("nothing drifts while the data stays, and growth within what is printed is none", async () => {
  const same = judgeDrift(file, await measure([], file), textsOf(file));
  const grown = judgeDrift(
    file,
    await measure(
      ["insert into orders values (5000, 'web', 20.5, null, date '2024-05-01', 3, 'EUR', 1)"],
      file,
    ),
    textsOf(file),
  );

  expect(same).toEqual({ checked: statements.length, drifted: [] });
  expect(grown.drifted).toEqual([]);
});

describe("when the data changes under all facts", () => {
  const changes = [
    "insert into orders select id + 2000, channel, amount, note, ordered_on, shop, currency, weekday from orders where id < 300",
    "update orders set id = 1 where id = 2",
    "update orders set id = null where id = 3",
    "update orders set channel = 'phone' where id between 100 and 400",
    "update orders set amount = 99.25 where id = 10",
    "update orders set amount = null where id = 11",
    "update orders set amount = 0.10 where id = 12",
    "update orders set note = null where id < 700",
    "update orders set note = 'a much longer note' where id = 800",
    "update orders set ordered_on = date '2023-11-05' where id = 20",
    "update orders set ordered_on = date '2025-02-03' where id = 21",
    "update orders set shop = 77 where id = 30",
    "update orders set shop = null where id = 31",
    "update orders set currency = 'USD' where id = 40",
    "update orders set weekday = 9 where id = 50",
    "update orders set weekday = null where id in (51, 52)",
  ];

  test("exactly the sentences that no longer hold are named", async () => {
    const { drifted } = judgeDrift(file, await measure(changes, file), textsOf(file));

    const named = new Set(drifted.map(({ sentence }) => sentence));
    expect(named).toEqual(new Set(statements.map(({ marked }) => markedToPlain(marked))));
    expect(new Set(drifted.map(({ fact }) => fact)).size).toBe(20);
    expect(drifted.find(({ fact }) => fact === "F8")).toMatchObject({
      column: "amount",
      was: 49.5,
      now: 99.25,
    });
  });

  test("they are mended in their own style, or taken out, and hold again", async () => {
    const values = await measure(changes, file);
    const texts = { ...textsOf(file), amount: `What was paid. ${textsOf(file).amount}\nGross.` };

    const mended = fixDrift(file, values, texts, "2026-12-01T00:00:00.000Z");

    expect({ ...texts, ...mended.texts }).toMatchInlineSnapshot(`
      {
        "": "About 1,300 rows as of November 2026.",
        "amount": "What was paid. From 0.10 to 99.25, mean 25.1. Null in 1 row.
      Gross.",
        "channel": "46% of the rows are 'web', 31% 'store'. 3 distinct values.",
        "channel = web": "46% of the rows.",
        "currency": "",
        "id": "Not unique and null in 1 row.",
        "note": "65% of the rows are null. Up to 18 characters.",
        "ordered_on": "From November 2023 to 3 February 2025.",
        "shop": "21 distinct values. Null in 1 row.",
        "weekday": "Null in 2 rows; the largest is 9.",
      }
    `);
    expect(mended.removed.map(({ sentence }) => sentence)).toMatchInlineSnapshot(`
      [
        "One row per id.",
        "A single value: 'EUR' in 100% of the rows.",
      ]
    `);
    const again = judgeDrift(mended.file, values, { ...texts, ...mended.texts });
    expect(again.drifted).toEqual([]);
  });
});

test("one change mends one sentence and leaves every other character", async () => {
  const values = await measure(["update orders set amount = 99.25 where id = 10"], file);
  const amount = "What was paid.\n\n  From 0.50 to\n  49.50, mean 25.0. Never null.  Gross.";

  const mended = fixDrift(file, values, { ...textsOf(file), amount }, "2026-12-01T00:00:00.000Z");

  expect(mended.texts).toEqual({
    amount: amount.replace("From 0.50 to\n  49.50, mean 25.0.", "From 0.50 to 99.25, mean 25.1."),
  });
});

test("a column that is gone is told with its reason, and the others are asked all the same", async () => {
  const values = await measure(["alter table orders drop column currency"], file);

  const { drifted } = judgeDrift(file, values, textsOf(file));

  expect(drifted.map(({ column, fact, now }) => [column, fact, now])).toEqual([
    ["currency", "F15", null],
    ["currency", "F16", null],
  ]);
  expect(drifted[0]?.reason).toContain("currency");
});

describe("a text that people have changed", () => {
  const theirs = aFile(orders, [
    aStatement("58% {F4} of the rows are 'web' {F4}.", { column: "channel" }),
    aStatement("Unique {F2} and never null {F3}.", { column: "id" }),
    aStatement("From 1.37 {F7} to 3,578.27 {F8}.", { column: "amount" }),
  ]);
  const judge = (texts: Record<string, string>) =>
    judgeDrift(theirs, new Map(), { ...textsOf(theirs), ...texts }).drifted.map(
      ({ column, was, now }) => [column, was, now],
    );

  test("a number that was changed is no longer what was measured", () => {
    expect(judge({ channel: "85% of the rows are 'web'." })).toEqual([["channel", "85%", 0.58]]);
    expect(judge({ amount: "From 1.37\n to 9,578.27." })).toEqual([
      ["amount", "9,578.27", 3578.27],
    ]);
  });

  test("never for always, and other words that a fact disproves", () => {
    expect(judge({ id: "Unique and always null." })).toEqual([["id", "always null", 0]]);
    expect(judge({ id: "Not unique." })).toEqual([["id", "Not unique", true]]);
  });

  test("other words are theirs, and a sentence that was taken out is no drift", () => {
    expect(
      judge({ channel: "Most orders come from the web.", id: "", amount: "What was paid." }),
    ).toEqual([]);
  });

  test("with a fix our sentence comes back", () => {
    const texts = { ...textsOf(theirs), channel: "Where it came from. 85% of the rows are 'web'." };

    const mended = fixDrift(theirs, new Map(), texts, "2026-12-01T00:00:00.000Z");

    expect(mended.texts).toEqual({ channel: "Where it came from. 58% of the rows are 'web'." });
  });
});

test.each([
  ["select count(*) from a.b", { expression: "count(*)", from: "a.b" }],
  [
    "select max(n) from (select v, count(*) as n from t group by v) g",
    { expression: "max(n)", from: "(select v, count(*) as n from t group by v) g" },
  ],
  [
    "select count(*) filter (where x = 'a from b') from \"from\"",
    { expression: "count(*) filter (where x = 'a from b')", from: '"from"' },
  ],
  ["select x from t", undefined],
  ["select count(*) from t group by x", undefined],
  ["select count(*), max(x) from t", undefined],
  ["select distinct max(x) from t", undefined],
  ["select (select count(*) from t) from t", undefined],
  ["select max(x) from t limit 1", undefined],
  ["select max(x) from t -- all of them", undefined],
])("%s", (sql, parts) => {
  expect(splitSelect(sql)).toEqual(parts);
});
