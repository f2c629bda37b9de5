import { describe, expect, test } from "vitest";
import type { Fact } from "#agents-schema/fact.ts";
import { checkStatements } from "#runner/facts/check-statements.ts";
import { judgeDrift } from "#runner/facts/judge-drift.ts";
import { aFact, aFile, aStatement } from "./a-fact.ts";

const facts: readonly Fact[] = [
  aFact("F1", ["", "row_count", 1_000]),
  aFact("F2", ["product_id", "is_unique", true]),
  aFact("F3", ["product_id", "null_count", 0]),
  aFact("F4", ["sku", "is_unique", true]),
  aFact("F5", ["sku", "null_count", 0]),
  aFact("F6", ["status", "share", 0.58, "paid"]),
  aFact("F7", ["status", "share", 0.33, "open"]),
  aFact("F8", ["status", "share", 0.05, "void"]),
  aFact("F9", ["note", "null_share", 0.62]),
  aFact("F10", ["note", "null_count", 620]),
  aFact("F11", ["ref", "is_unique", true]),
  aFact("F12", ["ref", "null_count", 3]),
  aFact("F13", ["status", "distinct_count", 4]),
];
const names = ["orders", "product_id", "sku", "status", "note", "ref"];
const about = { facts, literals: new Set(["open", "paid"]), names: new Set(names) };

function isKept(marked: string, column?: string): boolean {
  return checkStatements([aStatement(marked, { column })], about).ok.length === 1;
}

describe("a key tells every row apart: unique and never null, each of them", () => {
  test("so it is let through", () => {
    expect(isKept("Each of product_id and sku identifies a row alone {F2,F3,F4,F5}.")).toBe(true);
    expect(isKept("Key of this relation {F2,F3}.", "product_id")).toBe(true);
    expect(isKept("The primary key {F2}.", "product_id")).toBe(true);
  });

  test.each([
    ["Each of product_id and ref identifies a row alone {F2,F3,F11,F12}.", undefined],
    ["Key of this relation {F11,F12}.", "ref"],
    ["Key of this relation.", "product_id"],
    ["Primary key {F1}.", "product_id"],
    ["One row per ref {F11}.", undefined],
  ])("not: %s", (marked, column) => {
    expect(isKept(marked, column)).toBe(false);
  });

  test.each([
    ["F4", false],
    ["F5", 12],
  ])("and when %s flips, it is named", (id, value) => {
    const marked = "Each of product_id and sku identifies a row alone {F2,F3,F4,F5}.";
    const file = aFile(facts, [aStatement(marked, { part: "context" })]);
    const text = marked.replace(/ \{.*\}/, "");

    const { drifted } = judgeDrift(file, new Map([[id, { value }]]), { "": text });

    expect(drifted).toMatchObject([{ fact: id, now: value }]);
  });

  test("nulls under a key of which only the uniqueness is cited are named too", () => {
    const file = aFile(facts, [aStatement("Key of this relation {F2}.", { column: "product_id" })]);
    const texts = { product_id: "Key of this relation." };

    const { drifted } = judgeDrift(file, new Map([["F3", { value: 7 }]]), texts);

    expect(drifted).toMatchObject([{ fact: "F3", was: 0, now: 7 }]);
  });
});

describe("most, few and not are measured too", () => {
  test.each([
    "Most rows are 'paid' {F6}.",
    "The majority of the rows are paid {F6}.",
    "Rarely 'void' {F8}.",
    "58% {F6} of the rows are 'paid' {F6}.",
    "Not paid in 42% {F6} of the rows.",
    "Most rows are not 'open' {F7}.",
  ])("%s", (marked) => {
    expect(isKept(marked, "status")).toBe(true);
  });

  test.each([
    "Most rows are open.",
    "Most rows are open {F7}.",
    "Most rows are 'open' {F6}.",
    "Most rows are 'open' {F13}.",
    "Most rows are open {F1}.",
    "The majority of the rows are 'open' {F7}.",
    "The vast majority of orders is open.",
    "Mostly 'open' {F7}.",
    "Usually 'open' {F7}.",
    "Rarely 'paid' {F6}.",
    "Rarely 'paid'.",
    "Seldom void.",
    "Not paid in 58% {F6} of the rows.",
    "58% {F6} of the rows are not 'paid'.",
    "58% {F6} are other than 'paid'.",
    "The most frequent value is 'open'.",
    "Most rows are not 'paid' {F6}.",
  ])("not: %s", (marked) => {
    expect(isKept(marked, "status")).toBe(false);
  });

  test("a share of nulls is one of rows without a value", () => {
    expect(isKept("62% {F9} of the rows have no value.", "note")).toBe(true);
    expect(isKept("38% {F9} of the rows have a value.", "note")).toBe(true);
    expect(isKept("62% {F9} of the rows have a value.", "note")).toBe(false);
    expect(isKept("38% {F9} of the rows are null.", "note")).toBe(false);
    expect(isKept("Mostly null {F10}.", "note")).toBe(true);
    expect(isKept("Rarely null {F10}.", "note")).toBe(false);
    expect(isKept("Most rows have a value {F9}.", "note")).toBe(false);
  });
});

test("a count is of what the relation or the column holds", () => {
  expect(isKept("1,000 {F1} orders.")).toBe(true);
  expect(isKept("1,000 {F1} rows.")).toBe(true);
  expect(isKept("4 {F13} statuses.", "status")).toBe(true);
  expect(isKept("1,000 {F1} customers.")).toBe(false);
  expect(isKept("1,000 {F1} euros of revenue.")).toBe(false);
  expect(isKept("4 {F13} customers.", "status")).toBe(false);
});
