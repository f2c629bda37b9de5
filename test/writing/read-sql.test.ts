import { expect, test } from "vitest";
import { readCase } from "#runner/writing/read-case.ts";
import { leadingComment } from "#runner/writing/read-comments.ts";
import { readFlow } from "#runner/writing/read-flow.ts";
import { readSelects } from "#runner/writing/read-selects.ts";
import { traceFormula } from "#runner/writing/trace-formula.ts";

const flowOf = (sql: string) => {
  const query = readSelects(sql);
  return query === undefined ? undefined : readFlow(query);
};
const formulaOf = (sql: string, column: string) => {
  const query = readSelects(sql);
  return query === undefined ? undefined : traceFormula(query, column);
};

test.each([
  [
    "the first row of each, by row_number in a named part",
    `with ranked as (select *, row_number() over (partition by id order by at desc) as rn from {{ ref('a') }})
     select * from ranked where rn = 1`,
    { starts: ["a"], steps: [{ kind: "first_of_each", partition: "id", order: "at desc" }] },
  ],
  [
    "the same by qualify",
    "select * from {{ ref('a') }} where x > 1 qualify row_number() over (partition by id order by at) = 1",
    {
      starts: ["a"],
      steps: [
        { kind: "filter", condition: "x > 1" },
        { kind: "first_of_each", partition: "id", order: "at" },
      ],
    },
  ],
  [
    "branches of a union",
    "select 1 as x from {{ ref('a') }} union all (select 2 from {{ source('s', 'b') }})",
    { starts: ["a", "s.b"], steps: [{ kind: "stack", what: ["a", "s.b"], together: "union all" }] },
  ],
  [
    "what only an incremental run adds is no filter",
    "select distinct x from {{ ref('a') }} {% if is_incremental() %} where at > 1 {% endif %}",
    { starts: ["a"], steps: [{ kind: "distinct" }] },
  ],
  [
    "groups by position, and a join with what was done to the other side",
    "select c.id, count(*) n from {{ ref('c') }} c left join (select id from {{ ref('o') }} where s <> 'x' group by id) o on c.id = o.id group by 1",
    {
      starts: ["c"],
      steps: [
        {
          kind: "join",
          how: "left",
          what: "o",
          on: "c.id = o.id",
          inner: [
            { kind: "filter", condition: "s <> 'x'" },
            { kind: "aggregate", by: "id" },
          ],
        },
        { kind: "aggregate", by: "id" },
      ],
    },
  ],
])("%s", (_, sql, flow) => {
  expect(flowOf(sql)).toEqual(flow);
});

test.each([
  "{% if var('x') %} select 1 {% else %} select 2 {% endif %}",
  "select * from unnest(generate_series(1, 3))",
  "insert into x values (1)",
  "select (",
  "",
])("what is decided elsewhere or no plain query is not guessed at: %s", (sql) => {
  expect(flowOf(sql)?.steps ?? []).toEqual([]);
});

test("a column is followed through the parts of the statement to where it is computed", () => {
  const sql = `with items as (select order_id, sum(i.quantity) as units from {{ ref('items') }} i where i.kind = 'a' group by order_id)
    select orders.id, cast(coalesce(items.units, 0) as integer) as units from {{ ref('orders') }} as orders left join items on true`;

  expect(formulaOf(sql, "UNITS")).toEqual({
    code: "sum(i.quantity)",
    of: "items",
    by: "order_id",
    where: "i.kind = 'a'",
    fallback: "0",
    depth: 1,
  });
  expect(formulaOf(sql, "id")).toBeUndefined();
});

test("the branches of a CASE with literals, in order", () => {
  expect(readCase("CASE WHEN a > 1 THEN 'x' WHEN b IN (1, 2) THEN 'it''s' ELSE 'z' END")).toEqual([
    { condition: "a > 1", value: "x" },
    { condition: "b IN (1, 2)", value: "it's" },
    { condition: undefined, value: "z" },
  ]);
  expect(readCase("case when a then case when b then 'x' end end")).toBeUndefined();
  expect(readCase("coalesce(a, 'x')")).toBeUndefined();
});

test("a comment above a column, or behind it, is that column's", () => {
  const query = readSelects(
    "select\n  a, -- Where it began.\n  -- Net of what was sent back.\n  b,\n  c -- noqa: disable all\nfrom {{ ref('x') }}",
  );

  expect(query?.selects[0]?.items.map(({ name, comment }) => [name, comment])).toEqual([
    ["a", "Where it began."],
    ["b", "Net of what was sent back."],
    ["c", undefined],
  ]);
});

test("the comment at the top is prose, or none", () => {
  expect(
    leadingComment("{{ config(materialized='table') }}\n-- Orders of\n-- all shops.\nselect 1"),
  ).toBe("Orders of all shops.");
  expect(leadingComment("{# Payments, one each. #}\nselect 1")).toBe("Payments, one each.");
  expect(leadingComment("-- select * from x where y = 1\nselect 1")).toBeUndefined();
  expect(leadingComment("-- TODO clean this up\nselect 1")).toBeUndefined();
});
