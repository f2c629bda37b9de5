import { describe, expect, test } from "vitest";
import { indexProject } from "#runner/dbt/index-project.ts";
import { projectJinja } from "#runner/lineage/project-jinja.ts";
import { anAnalyst, columnsOf, told } from "./an-analyst.ts";

const analyst = anAnalyst();
const project = indexProject(
  new Map([
    ["dbt_project.yml", "name: shop\nvars: {currencies: [eur, usd], rate: 2}\n"],
    [
      "macros/money.sql",
      `{% macro to_money(column, scale=2) %}({{ column }} / 100)::numeric(16, {{ scale }}){% endmacro %}
       {% macro only_recent(relation) %}(select * from {{ relation }} where at > {{ var('nobody_knows') }}){% endmacro %}
       {% macro label(column) %}{{ return(adapter.dispatch('label', 'shop')(column)) }}{% endmacro %}
       {% macro default__label(column) %}lower({{ column }}){% endmacro %}
       {% macro duckdb__label(column) %}upper({{ column }}){% endmacro %}
       {% macro names() %}{{ return(['id', 'amount']) }}{% endmacro %}`,
    ],
  ]),
);
const jinja = projectJinja(project);
const known = columnsOf({ orders: "id, amount, status, at", refunds: "id, amount" });

const cases: readonly { what: string; sql: string; is: readonly string[] }[] = [
  {
    what: "config, comments and raw leave no trace",
    sql: "{{ config(materialized='table') }}{# select x #}{%- set y = 1 -%} select id, '{% raw %}{{ x }}{% endraw %}' as t from {{ ref('orders') }} -- {{ y }}",
    is: ["id passthrough of orders.id", "t constant"],
  },
  {
    what: "a full refresh is what is read",
    sql: "select id from {{ ref('orders') }} {% if is_incremental() %} where at > (select max(at) from {{ this }}) {% endif %}",
    is: ["id passthrough of orders.id"],
  },
  {
    what: "a loop over a written list, with commas between",
    sql: "select {% for s in ['new', 'paid'] %}sum(case when status = '{{ s }}' then amount end) as {{ s }}_amount{% if not loop.last %},{% endif %} {% endfor %} from {{ ref('orders') }}",
    is: [
      "new_amount aggregated of orders.amount orders.status",
      "paid_amount aggregated of orders.amount orders.status",
    ],
  },
  {
    what: "a loop over a variable of the project",
    sql: "select id {% for c in var('currencies') %}, amount * {{ var('rate') }} as {{ c }}{% endfor %} from {{ ref('orders') }}",
    is: [
      "id passthrough of orders.id",
      "eur derived of orders.amount",
      "usd derived of orders.amount",
    ],
  },
  {
    what: "macros of the project, with defaults and dispatch",
    sql: "select {{ to_money('amount') }} as money, {{ label('status') }} as label from {{ ref('orders') }}",
    is: ["money derived of orders.amount", "label derived of orders.status"],
  },
  {
    what: "a macro that answers a list",
    sql: "select {% for n in names() %}{{ n }} as my_{{ n }}{{ ',' if not loop.last }}{% endfor %} from {{ ref('orders') }}",
    is: ["my_id renamed of orders.id", "my_amount renamed of orders.amount"],
  },
  {
    what: "a macro that gives a relation",
    sql: "select id from {{ only_recent(ref('orders')) }} as recent",
    is: ["id passthrough of orders.id"],
  },
  {
    what: "well known macros of packages that are not installed",
    sql: "select {{ dbt_utils.generate_surrogate_key(['id', 'status']) }} as key, {{ dbt.date_trunc('day', 'at') }} as day, {{ dbt.safe_cast('amount', dbt.type_string()) }} as a from {{ ref('orders') }} {{ dbt_utils.group_by(3) }}",
    is: [
      "key derived of orders.id orders.status",
      "day derived of orders.at",
      "a cast of orders.amount",
    ],
  },
  {
    what: "star without some columns, of what is known",
    sql: "select {{ dbt_utils.star(from=ref('orders'), except=['at', 'STATUS']) }} from {{ ref('orders') }}",
    is: ["id passthrough of orders.id", "amount passthrough of orders.amount"],
  },
  {
    what: "relations put together",
    sql: "with a as ({{ dbt_utils.union_relations(relations=[ref('orders'), ref('refunds')]) }}) select id, status from a",
    is: ["id union of orders.id refunds.id", "status union of orders.status"],
  },
  // What only dbt knows stays open.
  {
    what: "star of what is not known",
    sql: "select {{ dbt_utils.star(ref('elsewhere')) }}, 1 as one from {{ ref('elsewhere') }}",
    is: ["one constant", "others"],
  },
  {
    what: "a macro that nobody has",
    sql: "select id, {{ mystery('amount') }} as x from {{ ref('orders') }}",
    is: ["id passthrough of orders.id", "x unclear"],
  },
  {
    what: "a loop over what a query answers",
    sql: "{% set all = run_query('select 1').columns[0].values() %} select id {% for s in all %}, max(case when status = '{{ s }}' then 1 end) as {{ s }}{% endfor %} from {{ ref('orders') }}",
    is: ["id passthrough of orders.id", "others"],
  },
  {
    what: "a condition that only dbt can tell: what both ways agree on",
    sql: "select id, {% if target.name == 'prod' %} amount {% else %} amount * 2 {% endif %} as a, status from {{ ref('orders') }} {% if target.name == 'dev' %} limit 10 {% endif %}",
    is: ["id passthrough of orders.id", "status passthrough of orders.status", "a unclear"],
  },
  {
    what: "a relation that is computed",
    sql: "select id, 1 as one from {{ ref(var('which')) }}",
    is: ["one constant", "id unclear"],
  },
  {
    what: "a way that the template itself refuses does not count",
    sql: "{% if target.name == 'x' %}{{ exceptions.raise_compiler_error('no') }}{% endif %} select id from {{ ref('orders') }}",
    is: ["id passthrough of orders.id"],
  },
  { what: "Jinja that is not closed", sql: "select {{ id from x", is: ["unknown"] },
  {
    what: "Jinja that never ends",
    sql: "{% for i in range(9000) %}{% for j in range(9000) %}x{% endfor %}{% endfor %}",
    is: ["unknown"],
  },
  {
    what: "Jinja that grows without end",
    sql: "{% set l = ['x'] %}{% for i in range(60) %}{% do l.extend(l) %}{% endfor %} select {{ l | length }} as n",
    is: ["unknown"],
  },
];

describe("a model's Jinja", () => {
  test.each(cases)("$what", async ({ sql, is }) => {
    const lineage = await analyst.lineage({
      name: "model",
      sql,
      dialect: "duckdb",
      columns: known,
      jinja,
    });

    expect(told(lineage)).toEqual(is);
  });
});
