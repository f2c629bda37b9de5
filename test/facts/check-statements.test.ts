import { describe, expect, test } from "vitest";
import { checkStatements } from "#runner/facts/check-statements.ts";
import { aFact, aStatement, orders } from "./a-fact.ts";

const about = {
  facts: orders,
  literals: new Set(["cancelled", "365", "status"]),
  names: new Set([
    "orders",
    "customers",
    "shops",
    "id",
    "channel",
    "amount",
    "receipt",
    "ordered_at",
    "customer_id",
    "shop_id",
  ]),
};

function reasonOf(marked: string, rest: Parameters<typeof aStatement>[1] = {}): string | undefined {
  return checkStatements([aStatement(marked, rest)], about).refused[0]?.reason;
}

describe("what the facts bear out is let through", () => {
  test.each([
    ["121,317 {F1} rows.", undefined],
    ["About 121,000 {F1} rows as of November 2026.", undefined],
    ["~121K {F1} rows, measured on 2026-11-24.", undefined],
    ["More than 120,000 {F1} rows.", undefined],
    ["One row per `id` {F2}.", undefined],
    ["Unique {F2} and never null {F3}.", "id"],
    ["58% {F4} of the rows are 'web' {F4} and 42% {F5} are 'store' {F5}.", "channel"],
    ["Only 'web' and 'store' occur {F4,F5}.", "channel"],
    ["Two {F6} distinct values.", "channel"],
    ["Most rows are 'web' {F4}.", "channel"],
    ["Well over half {F4} of the rows are 'web' {F4}.", "channel"],
    ["From 1.37 to 3,578.27 {F7,F8}, median 54.94 {F9}, mean 989.3 {F10}.", "amount"],
    ["95% of the values are at most 2,024.99 {F23}.", "amount"],
    ["`ordered_at` runs from September 2022 {F11} to 2025-07-31 {F12}.", undefined],
    ["The latest is of Q3 2025 {F12}; the first of 1 Sept 2022 {F11}.", "ordered_at"],
    ["Under 1% {F15} of the rows are null.", "customer_id"],
    ["12 {F13} orphan rows.", "customer_id"],
    ["Every order has a shop {F17}: 100% {F18} of the rows match.", "shop_id"],
    ["About 9,500 {F20} distinct values.", "shop_id"],
    ["Unique together: shop_id and receipt {F21}.", undefined],
    ["Many-to-one {F22} to shops.", "shop_id"],
    ["Orders that were 'cancelled' are left out, as are those older than 365 days.", undefined],
    ["Use `amount` for revenue, and always filter by `ordered_at`.", "amount"],
    ["Null where `status = 'cancelled'`.", "amount"],
  ])("%s", (marked, column) => {
    expect(reasonOf(marked, { column })).toBeUndefined();
  });
});

describe("what they do not is refused", () => {
  test.each([
    ["121,318 {F1} rows.", undefined, /does not agree/],
    ["About 131,000 {F1} rows.", undefined, /does not agree/],
    ["Over 12,000 {F1} rows.", undefined, /says nothing/],
    ["121,317 rows.", undefined, /no fact behind it/],
    ["121,317 {F99} rows.", undefined, /there is no fact F99/],
    ["121,317 {F1} characters.", undefined, /not counted in characters/],
    ["Unique {F3}.", "id", /Unique/],
    ["Always null {F3}.", "id", /Always null/],
    ["58% {F4} of the rows are 'store' and 42% {F5} are 'web'.", "channel", /'store'/],
    ["58% {F4} of the rows are null.", "channel", /says what is null/],
    ["Only 'web' and 'shop' occur {F4,F5}.", "channel", /Only|'shop'/],
    ["Only 'web' occurs {F4}.", "channel", /Only/],
    ["From 3,578.27 to 1.37 {F7,F8}.", "amount", /backwards/],
    ["The mean is 54.94 {F9}.", "amount", /median/],
    ["The 75th percentile is 2,024.99 {F23}.", "amount", /quantile/],
    ["From 1.37 {F7} to 3,578.27 {F8}.", "id", /does not name/],
    ["Runs until August 2025 {F12}.", "ordered_at", /does not agree/],
    ["No orphans {F13}.", "customer_id", /No orphans/],
    ["100% {F14} of the keys match.", "customer_id", /does not agree/],
    ["Every order has a customer {F13}.", "customer_id", /Every/],
    ["9,480 {F20} distinct values.", "shop_id", /estimate/],
    ["Unique together: shop_id and id {F21}.", undefined, /no fact behind it/],
    ["Unique together: shop_id and amount {F24}.", undefined, /Unique/],
    ["One-to-one {F22} with shops.", "shop_id", /One-to-one/],
    ["Ids are strictly increasing {F2}.", "id", /increasing/],
    ["Never changes.", "id", /no fact behind it/],
    ["{{ var('x') }} rows.", undefined, /Jinja/],
  ])("%s", (marked, column, reason) => {
    expect(reasonOf(marked, { column })).toMatch(reason);
  });
});

test("a share of an option is that of its value", () => {
  const option = { part: "option", column: "channel", about: "web" } as const;

  expect(reasonOf("58% {F4} of the rows.", option)).toBeUndefined();
  expect(reasonOf("42% {F5} of the rows.", option)).toContain('the share of "store"');
});

test("a relationship speaks of its own parent", () => {
  const part = { part: "relationship", column: "shop_id" } as const;

  expect(
    reasonOf("No orphans {F17}.", { ...part, about: "shop_id -> shops.id: Coverage" }),
  ).toBeUndefined();
  expect(
    reasonOf("No orphans {F17}.", { ...part, about: "shop_id -> malls.id: Coverage" }),
  ).toBeDefined();
});

test("a key that may be null has no parent in every row, though it has no orphans", () => {
  const facts = [
    aFact("F1", ["shop_id", "orphan_rows", 0, "shops.id"]),
    aFact("F2", ["shop_id", "null_count", 7]),
  ];
  const check = (marked: string) =>
    checkStatements([aStatement(marked, { column: "shop_id" })], { ...about, facts }).ok.length;

  expect(check("No orphans {F1}.")).toBe(1);
  expect(check("Every order has a shop {F1}.")).toBe(0);
});

test("what a sample found is said roughly, and never of every row", () => {
  const sampled = { method: "sample", sample: { seed: 42, low: 0.55, high: 0.61 } } as const;
  const facts = [
    aFact("F1", ["channel", "share", 0.58, "web"], sampled),
    aFact("F2", ["channel", "null_share", 0], { method: "sample" }),
  ];
  const check = (marked: string) =>
    checkStatements([aStatement(marked, { column: "channel" })], { ...about, facts }).ok.length;

  expect(check("About 60% {F1} of the rows are 'web' {F1}.")).toBe(1);
  expect(check("58% {F1} of the rows are 'web' {F1}.")).toBe(0);
  expect(check("About 70% {F1} of the rows are 'web' {F1}.")).toBe(0);
  expect(check("Never null {F2}.")).toBe(0);
});

test("inherited words need no marks, and must not be disproved or measured elsewhere", () => {
  const inherited = (marked: string) =>
    reasonOf(marked, { column: "customer_id", by: "stg_customers.id" });

  expect(inherited("The customer who ordered. 1 is the house account.")).toBeUndefined();
  expect(inherited("{{ doc('customer_id') }}")).toBeUndefined();
  expect(inherited("The customer who ordered, never null.")).toContain("F16");
  expect(inherited("The customer; 31% of the rows have none.")).toContain("stg_customers.id");
});
