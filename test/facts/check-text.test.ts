import { describe, expect, test } from "vitest";
import { checkText } from "#runner/facts/check-text.ts";
import { aFact } from "./a-fact.ts";

/** A column of which everything is wrong that people may have said. */
const facts = [
  aFact("F1", ["", "row_count", 500]),
  aFact("F2", ["id", "is_unique", false]),
  aFact("F3", ["id", "null_count", 12]),
  aFact("F4", ["id", "distinct_count", 40]),
  aFact("F5", ["id", "min", -3]),
  aFact("F6", ["id", "orphan_rows", 7, "customers.id"]),
];
const about = { facts, literals: new Set<string>(), names: new Set(["orders", "id"]) };
const disproving = (text: string, column: string | undefined = "id") =>
  checkText(text, { ...about, column }).disproved.map(({ fact }) => fact.id);

describe("what a fact disproves is told", () => {
  test.each([
    ["Unique.", ["F2"]],
    ["Primary key of this table.", ["F2"]],
    ["The unique key for each row.", ["F2"]],
    ["The customer's id. Never null.", ["F3"]],
    ["Always null.", ["F3"]],
    ["Is unique and not null.", ["F2", "F3"]],
    ["Never negative.", ["F5"]],
    ["No orphans.", ["F6"]],
    ["40 nulls.", ["F3"]],
  ])("%s", (text, ids) => {
    expect(disproving(text)).toEqual(ids);
  });

  test("a relation's rows", () => {
    expect(checkText("Holds 12 rows.", about).disproved[0]?.fact.id).toBe("F1");
    expect(checkText("Holds about 480 rows.", about).disproved).toEqual([]);
    expect(checkText("Has 12 rows for each customer.", about).disproved).toEqual([]);
  });
});

/** As people write them in public projects. */
const harmless = [
  "Unique identifier of the customer who placed the order.",
  "Unique identifier for a customer in the source system",
  "A unique combination of order and product.",
  "Foreign key to the primary key of dim_customers.",
  "The primary key for the record in `dim_gtfs_datasets` associated with\nthis file.",
  "Rows with `true` in this column have a duplicate primary key; the attribute is not reliable.",
  "Not null where the order has shipped.",
  "Null if the customer is not known, never null otherwise.",
  "Should be unique within a region.",
  "Unique for shipped orders only.",
  "Count of unique visitors.",
  "This is the date on which every order of the customer was complete.",
  "All orders, including those that were cancelled.",
  "1 = active, 2 = inactive, 3 = never used",
  "Concatenation of id and date, which is unique together.",
  "Whether the record is required. Always use it with `valid_from`.",
  "The only phone number that we have.",
  "{{ doc('unique_id') }}",
  "There must be no nulls in this column before the load.",
  "A 10-digit code; 5 characters in older systems.",
  "Amount in cents (0.01 of the currency).",
];

describe("people's other words are let be", () => {
  test.each(harmless)("%s", (text) => {
    expect(disproving(text)).toEqual([]);
  });
});

test("what no fact speaks of is told apart from what one disproves", () => {
  const { disproved, unbacked } = checkText("Sorted by date; 31% come from the web.", {
    ...about,
    column: "id",
  });

  expect(disproved).toEqual([]);
  expect(unbacked).toContain("31%");
});
