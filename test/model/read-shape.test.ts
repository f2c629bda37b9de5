import { expect, test } from "vitest";
import { readShape } from "#runner/model/offline/read-shape.ts";

const columns = (sql: string) => readShape(sql).columns?.map(({ name }) => name);

test.each([
  ["plain columns", "select id, o.status from {{ ref('a') }} o", ["id", "status"]],
  ["aliases", "select count(*) as n, sum(x) total, a.b::date as day from t", ["n", "total", "day"]],
  ["quoted names", 'select a as "Total Amount", "B" from t', ["Total Amount", "B"]],
  [
    "a star over a CTE",
    "with final as (select a, b + 1 as c from x) select * from final",
    ["a", "c"],
  ],
  [
    "the star of an alias beside other columns",
    "with o as (select id from x), c as (select y from z) select o.*, c.y from o left join c on true",
    ["id", "y"],
  ],
  ["a case expression", "select case when a then 'x, y' else b end as kind from t", ["kind"]],
  ["the first part of a union", "select a from x union all select b from y", ["a"]],
  ["comments", "-- select z\nselect a, /* b, */ c from x", ["a", "c"]],
  ["config and distinct", "{{ config(materialized='table') }}\nselect distinct a from x", ["a"]],
  ["Jinja inside an expression", "select {{ cents('a') }} as amount from x", ["amount"]],
])("output columns are read from %s", (_, sql, expected) => {
  expect(columns(sql)).toEqual(expected);
});

test.each([
  ["a star over a relation", "select * from {{ ref('a') }}"],
  ["a star over a CTE that is one", "with a as (select * from {{ ref('a') }}) select * from a"],
  ["columns made by a macro", "select {{ dbt_utils.star(ref('a')) }} from {{ ref('a') }}"],
  ["a loop", "select {% for x in xs %} {{ x }}, {% endfor %} b from t"],
  ["an expression without a name", "select a + 1 from t"],
  ["nothing", ""],
  ["a CTE that reads itself", "with a as (select * from a) select * from a"],
])("columns stay unknown with %s", (_, sql) => {
  expect(columns(sql)).toBeUndefined();
});

test("a star that ends in the output is found with its line", () => {
  const shape = readShape("with a as (\n  select *\n  from {{ ref('x') }}\n)\nselect * from a");

  expect(shape.starLine).toBe(2);
});

test("relations named without ref or source are found, and nothing else is", () => {
  const shape = readShape(`
    with orders as (select * from raw.orders),
    days as (select extract(day from placed_at) as d from {{ ref('x') }})
    select d, trim(both from name) as n
    from orders
    join analytics.public.customers c on c.id is distinct from orders.id
    cross join unnest(list) as u
    left join old_table on true
  `);

  expect(shape.hardCoded).toEqual([
    { name: "raw.orders", line: 2 },
    { name: "analytics.public.customers", line: 6 },
    { name: "old_table", line: 8 },
  ]);
});
