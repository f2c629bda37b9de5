import { describe, expect, test } from "vitest";
import { contextOfBrief } from "#runner/documentation/context-of-brief.ts";
import { checkStatements } from "#runner/facts/check-statements.ts";
import type { Statement } from "#runner/facts/statement.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { aStatement, orders } from "./a-fact.ts";

const sql = `-- about 4711 rows, says the person who wrote it
select id, amount / 100 as amount, {# 4712 #} case status when 3 then 'paid' end as state /* 4713 */
from orders
where ordered_at >= date '2024-01-01' and year >= 2024 and age < 365 and size > 30 and seen > now() - interval '90 days'
  and note <> 'it''s -- 4714'`;
const brief: Brief = {
  ...{ name: "orders", kind: "model", sql, profile: undefined, unmeasured: undefined },
  ...{ facts: orders, lineage: { kind: "unknown", reason: "not read" }, upstream: [] },
  ...{ downstream: [], relationships: [], compositeKeys: [], inherited: [], denied: [] },
  existing: {
    ...{ description: "", columns: [], tests: [], checks: [], meta: {}, constraints: [] },
    yamlPath: undefined,
  },
};
const about = contextOfBrief(brief);

function isKept(marked: string, rest: Partial<Statement> = {}): boolean {
  return checkStatements([aStatement(marked, rest)], about).ok.length === 1;
}

describe("a constant of the SQL says nothing about the data", () => {
  test.each([
    "100% of the rows have a value.",
    "365 distinct values.",
    "Median 30.",
    "The median is 30.",
    "A mean of 100.",
    "Data since 2024.",
    "Covers orders from 2024.",
    "Runs until 2024-01-01.",
    "30 rows.",
    "Rows: 365.",
    "365 nulls.",
    "The largest value is 365.",
    "Has 365 customers.",
    "365 customers are kept.",
    "`365` rows.",
    "Up to 100.",
    "About 100.",
    "p95 is 365.",
    "Three hundred and sixty-five rows.",
  ])("%s", (marked) => {
    expect(isKept(marked)).toBe(false);
    expect(isKept(marked, { part: "lineage" })).toBe(false);
  });
});

test.each([
  "The amount divided by 100.",
  "Orders older than 365 days are left out.",
  "3 means paid.",
  "Filtered by `size > 30`.",
  "Set where the size is above 30.",
  "Seen within 90 days.",
])("in a formula, a filter or a meaning it needs no fact: %s", (marked) => {
  expect(isKept(marked)).toBe(true);
});

test("what a comment or a text of the SQL holds is no constant of it", () => {
  const literals = [...about.literals];

  expect(literals).toEqual(expect.arrayContaining(["100", "365", "90", "2024-01-01", "paid"]));
  for (const comment of ["4711", "4712", "4713", "4714"]) expect(literals).not.toContain(comment);
});
