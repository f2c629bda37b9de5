import { describe, expect, test } from "vitest";
import type { AnalysisRequest } from "#runner/lineage/analysis-request.ts";
import { anAnalyst, columnsOf, told } from "./an-analyst.ts";

const analyst = anAnalyst();
const known = columnsOf({
  orders: "id, customer_id, amount, status, ordered_at",
  customers: "id, name, email",
  "shop.refunds": "order_id, amount",
});

interface Case {
  what: string;
  sql: string;
  dialect?: AnalysisRequest["dialect"];
  columns?: AnalysisRequest["columns"];
  is: readonly string[];
}

const o = "{{ ref('orders') }}";
const c = "{{ ref('customers') }}";
const r = "{{ source('shop', 'refunds') }}";

const cases: readonly Case[] = [
  // Each kind of edge.
  { what: "passthrough", sql: `select id from ${o}`, is: ["id passthrough of orders.id"] },
  {
    what: "renamed",
    sql: `select id as order_id from ${o}`,
    is: ["order_id renamed of orders.id"],
  },
  {
    what: "cast, trim, default for nulls",
    sql: `select cast(id as text) as a, amount::int as b, trim(status) as c, coalesce(status, 'none') as d, nullif(status, '') as e, ifnull(amount, 0) as f from ${o}`,
    is: [
      "a cast of orders.id",
      "b cast of orders.amount",
      "c cast of orders.status",
      "d cast of orders.status",
      "e cast of orders.status",
      "f cast of orders.amount",
    ],
  },
  {
    what: "derived: lower, two columns, a case, coalesce of two",
    sql: `select lower(status) as a, amount * id as b, case when status = 'x' then amount end as c, coalesce(amount, id) as d from ${o}`,
    is: [
      "a derived of orders.status",
      "b derived of orders.amount orders.id",
      "c derived of orders.amount orders.status",
      "d derived of orders.amount orders.id",
    ],
  },
  {
    what: "aggregated, also within and through a CTE",
    sql: `with t as (select customer_id, sum(amount) as total, count(*) as n from ${o} group by 1) select customer_id, total, coalesce(n, 0) as n, total / n as mean from t`,
    is: [
      "customer_id passthrough of orders.customer_id",
      "total aggregated of orders.amount",
      "n aggregated",
      "mean aggregated of orders.amount",
    ],
  },
  {
    what: "union",
    sql: `select id, amount, 1 as one from ${o} union all select order_id, amount, 2 from ${r}`,
    is: [
      "id union of orders.id shop.refunds.order_id",
      "amount union of orders.amount shop.refunds.amount",
      "one constant",
    ],
  },
  {
    what: "constant, but not the clock",
    sql: `select 1 as a, 'x' as b, null as c, cast('2020-01-01' as date) as d, current_date as e from ${o}`,
    is: ["a constant", "b constant", "c constant", "d constant", "e derived"],
  },
  {
    what: "a window is derived, not aggregated",
    sql: `select sum(amount) over (partition by customer_id order by ordered_at) as running, row_number() over (order by id) as n from ${o}`,
    is: [
      "running derived of orders.amount orders.customer_id orders.ordered_at",
      "n derived of orders.id",
    ],
  },
  // Stars.
  {
    what: "stars through a chain of CTEs",
    sql: `with a as (select * from ${c}), b as (select * from a) select * from b`,
    is: [
      "id passthrough of customers.id",
      "name passthrough of customers.name",
      "email passthrough of customers.email",
    ],
  },
  {
    what: "t.*, exclude and replace",
    sql: `select c.* exclude (email) replace (upper(name) as name) from ${o} as o join ${c} as c on o.customer_id = c.id`,
    is: ["id passthrough of customers.id", "name derived of customers.name"],
  },
  {
    what: "rename",
    dialect: "snowflake",
    sql: `select * exclude email rename (name as label) from ${c}`,
    is: ["id passthrough of customers.id", "label renamed of customers.name"],
  },
  {
    what: "a star over using has the column once",
    sql: `select * from (select id, amount from ${o}) a join (select id, name from ${c}) b using (id)`,
    is: [
      "id passthrough of orders.id",
      "amount passthrough of orders.amount",
      "name passthrough of customers.name",
    ],
  },
  {
    what: "a star over what is not known passes on",
    sql: "select *, id + 1 as next from {{ ref('elsewhere') }}",
    is: ["next derived of elsewhere.id", "others of elsewhere"],
  },
  {
    what: "a star over two that are not known",
    sql: "select * from {{ ref('one') }} join {{ ref('two') }} on one.id = two.id",
    is: ["unknown"],
  },
  // Names.
  {
    what: "quoted names and any case",
    sql: `select "ID", O."Amount" as "Total Amount" from ${o} as o`,
    is: ["ID passthrough of orders.id", "Total Amount renamed of orders.amount"],
  },
  {
    what: "an unqualified name belongs to whoever has it",
    sql: `select name, amount from ${o} join ${c} on orders.customer_id = customers.id`,
    is: ["name passthrough of customers.name", "amount passthrough of orders.amount"],
  },
  {
    what: "an unqualified name that only the unknown one can have",
    sql: `select name, extra from ${c} join {{ ref('elsewhere') }} e on e.id = customers.id`,
    is: ["name passthrough of customers.name", "extra passthrough of elsewhere.extra"],
  },
  {
    what: "an unqualified name that either of two unknown ones may have",
    sql: "select x, 1 as one from {{ ref('one') }} join {{ ref('two') }} on one.id = two.id",
    is: ["one constant", "x unclear"],
  },
  {
    what: "a name of the select list used further right",
    sql: `select amount * 2 as double, double + 1 as more from ${o}`,
    is: ["double derived of orders.amount", "more derived of orders.amount"],
  },
  {
    what: "the same in Postgres means a column, which is not there",
    dialect: "postgres",
    sql: `select amount * 2 as double, double + 1 as more from ${o}`,
    is: ["double derived of orders.amount", "more unclear"],
  },
  {
    what: "column names of a CTE and of a subquery",
    sql: `with t(a, b) as (select id, amount from ${o}) select s.x, b from t join (select name from ${c}) as s(x) on true`,
    is: ["x renamed of customers.name", "b renamed of orders.amount"],
  },
  // Other shapes.
  {
    what: "a subquery as a value",
    sql: `select id, (select max(amount) from ${r} as r where r.order_id = o.id) as most from ${o} as o`,
    is: ["id passthrough of orders.id", "most aggregated of shop.refunds.amount"],
  },
  {
    what: "the right side of a semi join is not part of a star",
    sql: `select * from ${c} as c semi join ${o} as o on o.customer_id = c.id`,
    is: [
      "id passthrough of customers.id",
      "name passthrough of customers.name",
      "email passthrough of customers.email",
    ],
  },
  {
    what: "unnest",
    sql: "select t.id, u.v from {{ ref('lists') }} t, unnest(t.items) as u(v)",
    columns: columnsOf({ lists: "id, items" }),
    is: ["id passthrough of lists.id", "v derived of lists.items"],
  },
  {
    what: "lateral flatten",
    dialect: "snowflake",
    sql: "select t.id, f.value:name::string as name from {{ ref('lists') }} t, lateral flatten(input => t.items) f",
    columns: columnsOf({ lists: "id, items" }),
    is: ["id passthrough of lists.id", "name derived of lists.items"],
  },
  {
    what: "a recursive CTE",
    sql: `with recursive t as (select id, customer_id as parent from ${o} union all select o.id, t.parent from ${o} o join t on o.customer_id = t.id) select * from t`,
    is: ["id passthrough of orders.id", "parent renamed of orders.customer_id"],
  },
  {
    what: "union by name",
    sql: `select id, amount from ${o} union by name select amount, order_id as id from ${r}`,
    is: [
      "id union of orders.id shop.refunds.order_id",
      "amount union of orders.amount shop.refunds.amount",
    ],
  },
  {
    what: "values",
    sql: "select a, b from (values (1, 'x'), (2, 'y')) as v(a, b)",
    is: ["a constant", "b constant"],
  },
  {
    what: "a field of a structure",
    sql: "select address.city from {{ ref('people') }}",
    columns: columnsOf({ people: "id, address" }),
    is: ["city derived of people.address"],
  },
  { what: "FROM first", sql: `from ${c} select name`, is: ["name passthrough of customers.name"] },
  // Never guessed.
  {
    what: "pivot",
    sql: `select * from ${o} pivot (sum(amount) for status in ('a', 'b'))`,
    is: ["unknown"],
  },
  {
    what: "columns chosen while it runs",
    sql: `select id, columns('a.*') from ${o}`,
    is: ["id passthrough of orders.id", "others"],
  },
  {
    what: "a relation that is none of the project",
    sql: "select id, 1 as one from raw.things",
    is: ["one constant", "id unclear"],
  },
  { what: "a column that is not there", sql: `select nothing from ${o}`, is: ["nothing unclear"] },
  { what: "SQL that is none", sql: "selekt 1 frm x", is: ["unknown"] },
  { what: "several statements", sql: "select 1 as a; select 2 as b", is: ["unknown"] },
  { what: "nothing", sql: "  ", is: ["unknown"] },
];

describe("what columns are made of", () => {
  test.each(cases)("$what", async ({ sql, dialect = "duckdb", columns = known, is }) => {
    const lineage = await analyst.lineage({ name: "model", sql, dialect, columns });

    expect(told(lineage)).toEqual(is);
  });
});

test("what a node uses beside giving it on is named, with the joins of two nodes", async () => {
  const sql = `with paid as (select * from ${o} where status = 'paid')
    select c.name, count(*) as n from paid as p left join ${c} as c on p.customer_id = c.id and c.email is not null
    group by c.name having min(p.amount) > 1 qualify row_number() over (partition by c.name order by c.id) = 1
    order by c.name limit 5`;

  const lineage = await analyst.lineage({ name: "m", sql, dialect: "duckdb", columns: known });

  if (lineage.kind === "unknown") throw new Error(lineage.reason);
  expect(
    lineage.uses.map(({ column, use }) => `${use} ${column.node}.${column.column}`).sort(),
  ).toEqual([
    "filter orders.status",
    "group customers.name",
    "having orders.amount",
    "join customers.email",
    "join customers.id",
    "join orders.customer_id",
    "order customers.name",
    "qualify customers.id",
    "qualify customers.name",
    "window customers.id",
    "window customers.name",
  ]);
  expect(lineage.joins).toEqual([
    { left: { node: "orders", column: "customer_id" }, right: { node: "customers", column: "id" } },
  ]);
});

test("the expression is the SQL that computes the value, through casts and CTEs", async () => {
  const sql = `with t as (select sum(amount * 2) as total, id from ${o} group by id) select cast(total as int) as total, id from t`;

  const lineage = await analyst.lineage({ name: "m", sql, dialect: "duckdb", columns: known });

  if (lineage.kind === "unknown") throw new Error(lineage.reason);
  expect(lineage.columns.map(({ expression }) => expression)).toEqual([
    "SUM(amount * 2)",
    undefined,
  ]);
});

test("what cannot be told is told with the Jinja that people wrote", async () => {
  const sql = `select sum(amount * {{ var('rate') }}) as total from ${o}`;

  const lineage = await analyst.lineage({ name: "m", sql, dialect: "duckdb", columns: known });

  if (lineage.kind === "unknown") throw new Error(lineage.reason);
  expect(lineage.unclear).toEqual([
    {
      name: "total",
      position: 0,
      reason: "{{ var('rate') }}: var rate is not set in the project",
    },
  ]);
});
