import { expect, test } from "vitest";
import { contextOfBrief } from "#runner/documentation/context-of-brief.ts";
import { checkStatements } from "#runner/facts/check-statements.ts";
import { assemble } from "#runner/writing/assemble.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { writeStatements } from "#runner/writing/create-built-in-writer.ts";
import { aBrief, aColumn, anOrderKey, aRelationship, type GivenColumn } from "./a-brief.ts";

/** What is written, when the checker has nothing against it. */
function write(brief: Brief) {
  const statements = writeStatements(brief);
  const { refused } = checkStatements(statements, contextOfBrief(brief));
  expect(refused.map(({ statement, reason }) => [statement.marked, reason])).toEqual([]);
  return assemble(statements, brief);
}
const told = (column: GivenColumn, more: Partial<Brief> = {}) =>
  write(aBrief({ columns: [column], ...more })).columns.find(({ name }) => name === column.name);
const usage = (brief: Brief) => /Usage Guidance: .*/.exec(write(brief).description ?? "")?.[0];
const money = (name: string, facts: GivenColumn["facts"] = {}) =>
  aColumn(
    name,
    { null_count: 0, ...facts },
    { type: "DOUBLE", family: "number", semantics: "money" },
  );

test("a value with spaces at an end is not quoted, and a list without it is none", () => {
  const line = aColumn(
    "line",
    { null_count: 0, distinct_count: 2, is_unique: false, "share:G ": 0.5, "share:N": 0.5 },
    { semantics: "enum" },
  );

  expect(told(line)).toMatchObject({ description: "Never null. 2 distinct values." });
  expect(told(line)).not.toHaveProperty("options");
});

test("options are all values or none", () => {
  const status = (web: number) =>
    aColumn(
      "status",
      { null_count: 0, distinct_count: 2, is_unique: false, "share:web": web, "share:shop": 0.3 },
      { semantics: "enum" },
    );

  expect(told(status(0.7))?.options?.map(({ value }) => value)).toEqual(["web", "shop"]);
  expect(told(status(0.5))?.options).toBeUndefined();
  expect(told(status(0.5))?.description).toBe("Never null. 2 distinct values.");
});

test("a flag that never changes and a number that is always the same say so", () => {
  const flag = (share: number) =>
    aColumn(
      "is_test",
      { null_count: 0, true_share: share },
      { type: "BOOLEAN", family: "boolean", semantics: "flag" },
    );

  expect(told(flag(0))?.description).toBe("Never null. Never true.");
  expect(told(flag(1))?.description).toBe("Never null. Always true.");
  expect(told(money("tax", { min: 10, max: 10, p50: 10, mean: 10 }))?.description).toBe(
    "Never null. Constant: 10.",
  );
});

test("a range leaves out what is not finite, and says that it does", () => {
  const score = money("score", { min: 3, max: 999, p50: 40, nan_count: 2, infinite_count: 1 });

  expect(told(score)?.description).toContain("Among the finite values from 3 to 999, median 40.");
});

test("only amounts of events are advised to be added up", () => {
  const columns = [anOrderKey, money("net_amount"), money("unit_price"), money("margin")];
  const named = (name: string) => usage(aBrief({ name, columns }));

  expect(named("fct_orders")).toContain("Add up net_amount. Average unit_price rather");
  expect(named("dim_products")).toBeUndefined();
  expect(named("fct_stock_levels")).not.toContain("Add up");
});

test("a day that stands for an open end is none to analyse by", () => {
  const time = { type: "TIMESTAMP", family: "time", semantics: "event_time" } as const;
  const validTo = aColumn(
    "valid_to",
    { null_count: 0, min: "2024-01-01 00:00:00", max: "9999-12-31 00:00:00", future_count: 800 },
    time,
  );
  const brief = aBrief({ columns: [anOrderKey, validTo] });

  expect(usage(brief)).toBeUndefined();
  expect(told(validTo)?.description).toContain(
    "Watch out for: 31 December 9999: a stand-in for an open end rather than a day.",
  );
});

test("a single day is no range", () => {
  const day = aColumn(
    "loaded_on",
    { null_count: 0, min: "2008-04-30", max: "2008-04-30" },
    { type: "DATE", family: "time", semantics: "audit_time" },
  );

  expect(told(day)?.description).toBe("Never null. A single day: 30 April 2008.");
});

test("a condition that keeps every row is no filter", () => {
  const filtered = (condition: string) =>
    write(
      aBrief({
        sql: `select a from {{ ref('stg_orders') }} where ${condition}`,
        upstream: ["stg_orders"],
      }),
    ).description;

  expect(filtered("1=1")).not.toContain("Keeps rows");
  expect(filtered("1 = 1 and a > 3")).toContain("Keeps rows where `a > 3`.");
});

test("the order before is another order, though each has one", () => {
  const previous = aColumn("previous_order_id", { null_count: 0, is_unique: true });
  const brief = aBrief({
    columns: [anOrderKey, previous],
    relationships: [
      aRelationship({
        child: { subject: "fct_orders", column: "previous_order_id" },
        parent: { subject: "fct_orders", column: "order_id" },
        cardinality: "one-to-one",
      }),
    ],
  });

  expect(write(brief).relationships[0]?.description).toContain(
    "An order refers to its previous order, a row of fct_orders: previous_order_id is the order_id of that row.",
  );
});

test("what only shares values with another relation does not refer to it", () => {
  const brief = aBrief({
    columns: [anOrderKey, aColumn("customer_id", { null_count: 0 })],
    relationships: [aRelationship({ evidence: ["values"] })],
  });

  const { columns, relationships } = write(brief);

  expect(columns.find(({ name }) => name === "customer_id")?.description).toBe("Never null.");
  expect(relationships[0]?.description).toContain(
    "Rows here and rows of dim_customers share values: customer_id here, customer_id there.",
  );
});

test("a calendar has one row per day", () => {
  const day = aColumn(
    "date_day",
    { null_count: 0, is_unique: true, min: "2011-01-01", max: "2012-12-31" },
    { type: "DATE", family: "time", semantics: "event_time" },
  );

  expect(write(aBrief({ name: "dates", rows: 731, columns: [day] })).description).toContain(
    "Contents: One row per date_day.",
  );
});

test("several unique columns do not hide the key by which rows are called", () => {
  const unique = { null_count: 0, is_unique: true };
  const brief = aBrief({
    name: "products",
    columns: ["rowguid", "name", "productnumber", "productid"].map((name) => aColumn(name, unique)),
  });

  expect(write(brief).description).toContain("Contents: One row per productid.");
});
