import { expect, test } from "vitest";
import type { Fact } from "#agents-schema/fact.ts";
import { fixDrift } from "#runner/facts/fix-drift.ts";
import { readMarks } from "#runner/facts/read-marks.ts";
import { aFact, aFile, aStatement } from "./a-fact.ts";

const known: readonly Fact[] = [
  aFact("F2", ["amount", "is_unique", true]),
  aFact("F3", ["amount", "null_count", 0]),
  aFact("F4", ["", "row_count", 100]),
];

/** What becomes of a sentence about a column when its facts have other values. */
function mended(marked: string, max: number, now: Readonly<Record<string, Fact["value"]>>): string {
  const facts = [aFact("F1", ["amount", "max", max]), ...known];
  const file = aFile(facts, [aStatement(marked, { column: "amount" })]);
  const values = new Map(Object.entries(now).map(([id, value]) => [id, { value }]));
  const { plain } = readMarks(marked);

  return (
    fixDrift(file, values, { amount: plain }, "2026-12-01T00:00:00.000Z").texts.amount ?? plain
  );
}

test.each([
  ["7,235.70", 7235.7, 1_000_000, "1,000,000.00"],
  ["235.70", 235.7, 1_000_000, "1,000,000.00"],
  ["$7,235.70", 7235.7, 1_234_567.891, "$1,234,567.89"],
  ["7,235.7", 7235.7, 12.34, "12.3"],
  ["1234", 1234, 1_000_000, "1000000"],
  ["999", 999, 1_000_000, "1,000,000"],
])("a number is mended in the style of the old one: %s", (old, was, now, printed) => {
  expect(mended(`The maximum is ${old} {F1}.`, was, { F1: now })).toBe(
    `The maximum is ${printed}.`,
  );
});

test("of a claim of two halves the true one stays", () => {
  const both = "Unique {F2} and never null {F3}.";

  expect(mended(both, 1, { F2: false })).toBe("Not unique; never null.");
  expect(mended(both, 1, { F2: false, F3: 5 })).toBe("Not unique and null in 5 rows.");
  expect(mended(both, 1, { F3: 5 })).toBe("Unique and null in 5 rows.");
});
