import { expect, test } from "vitest";
import { contradictions } from "#runner/facts/contradictions.ts";
import { aFact, orders } from "./a-fact.ts";

const rows = aFact("F1", ["", "row_count", 121_317]);

test("facts that can be true together are let be", () => {
  expect(contradictions(orders)).toEqual([]);
});

test.each([
  [
    "unique integers without room",
    [
      ["id", "is_unique", true],
      ["id", "null_count", 0],
      ["id", "min", 1],
      ["id", "max", 100_827],
    ],
    /no room between 1 and 100827/,
  ],
  [
    "unique dates without room",
    [
      ["day", "is_unique", true],
      ["day", "null_count", 0],
      ["day", "min", "2024-01-01"],
      ["day", "max", "2024-12-31"],
    ],
    /no room/,
  ],
  [
    "shares above one",
    [
      ["a", "share", 0.7, "x"],
      ["a", "share", 0.4, "y"],
    ],
    /add up to 110.00%/,
  ],
  ["a share that is none", [["a", "null_share", 1.2]], /not between 0 and 1/],
  [
    "a median below the smallest",
    [
      ["a", "min", 5],
      ["a", "p50", 3],
    ],
    /min is greater than p50/,
  ],
  [
    "a mean above the largest",
    [
      ["a", "mean", 50],
      ["a", "max", 9],
    ],
    /mean is greater than max/,
  ],
  [
    "more values than rows",
    [
      ["a", "null_count", 0],
      ["a", "distinct_count", 200_000],
    ],
    /more distinct values/,
  ],
  ["more nulls than rows", [["a", "null_count", 200_000]], /more nulls than rows/],
  [
    "uniqueness that is not",
    [
      ["a", "is_unique", true],
      ["a", "null_count", 0],
      ["a", "distinct_count", 5],
    ],
    /fewer values/,
  ],
  [
    "a unique value that repeats",
    [
      ["a", "is_unique", true],
      ["a", "max_frequency", 3],
    ],
    /do not fit/,
  ],
  [
    "full coverage with orphans",
    [
      ["a", "reference_coverage", 1, "b.id"],
      ["a", "orphan_rows", 5, "b.id"],
    ],
    /coverage and orphans/,
  ],
  [
    "a coverage that is another",
    [
      ["a", "null_count", 0],
      ["a", "reference_coverage", 0.5, "b.id"],
      ["a", "orphan_rows", 5, "b.id"],
    ],
    /not what the orphans leave/,
  ],
  [
    "one-to-one with children",
    [
      ["a", "cardinality", "one-to-one", "b.id"],
      ["a", "children_max", 4, "b.id"],
    ],
    /several children/,
  ],
  [
    "negative values above zero",
    [
      ["a", "negative_count", 4],
      ["a", "min", 2],
    ],
    /negative/,
  ],
  [
    "a share of nulls of another number",
    [
      ["a", "null_share", 0.5],
      ["a", "null_count", 1],
    ],
    /share of nulls/,
  ],
] as const)("%s", (_, facts, reason) => {
  const told = contradictions([rows, ...facts.map((fact, index) => aFact(`F${index + 2}`, fact))]);

  expect(told.map((one) => one.reason).join("; ")).toMatch(reason);
});

test("estimates contradict nothing", () => {
  const estimate = { method: "approximate" } as const;

  expect(
    contradictions([
      rows,
      aFact("F2", ["a", "null_count", 0]),
      aFact("F3", ["a", "distinct_count", 130_000], estimate),
    ]),
  ).toEqual([]);
});

test("whole ends of a column of fractions are no contradiction", () => {
  const discounts = ["0.00", "0.05", "0.1", "1"].map((value, index) =>
    aFact(`F${index + 5}`, ["discount", "share", 0.25, value]),
  );
  const facts = [
    aFact("F2", ["discount", "min", 0]),
    aFact("F3", ["discount", "max", 1]),
    aFact("F4", ["discount", "distinct_count", 4]),
  ];

  expect(contradictions([rows, ...facts, ...discounts])).toEqual([]);
});

test("each column and each parent is looked at alone", () => {
  const facts = [
    aFact("F2", ["a", "reference_coverage", 1, "b.id"]),
    aFact("F3", ["a", "orphan_rows", 0, "b.id"]),
    aFact("F4", ["a", "reference_coverage", 0.5, "c.id"]),
    aFact("F5", ["a", "orphan_rows", 9, "c.id"]),
  ];

  expect(contradictions(facts)).toEqual([]);
});
