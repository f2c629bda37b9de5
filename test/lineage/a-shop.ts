import { indexProject } from "#runner/dbt/index-project.ts";
import type { ProjectSide } from "#runner/lineage/state/project-side.ts";

/** A small project whose parts use everything that a change can come by. */
export const shop: Readonly<Record<string, string>> = {
  "dbt_project.yml": `name: shop
vars: {rate: 2}
models:
  shop:
    marts:
      +materialized: table
      +tags: [nightly]
`,
  "packages.yml": "packages: [{package: dbt-labs/dbt_utils, version: 1.0.0}]\n",
  "macros/money.sql":
    "{% macro to_money(c) %}({{ rounded(c) }} / 100){% endmacro %}\n{% macro rounded(c) %}round({{ c }}){% endmacro %}\n",
  "seeds/countries.csv": "code,name\nat,Austria\n",
  "models/staging/_sources.yml": `sources:
  - name: raw
    schema: raw
    tables: [{name: orders}, {name: customers}]
`,
  "models/staging/stg_orders.sql":
    "select id, customer_id, {{ to_money('cents') }} as amount, status, at from {{ source('raw', 'orders') }}\n",
  "models/staging/stg_customers.sql":
    "select id, name, country from {{ source('raw', 'customers') }}\n",
  "models/marts/fct_orders.sql":
    "select o.id, o.customer_id, o.amount * {{ var('rate') }} as total, o.status from {{ ref('stg_orders') }} o where o.status <> 'void'\n",
  "models/marts/dim_customers.sql": `with totals as (select customer_id, sum(total) as lifetime from {{ ref('fct_orders') }} group by 1)
select c.id, c.name, n.name as country, t.lifetime from {{ ref('stg_customers') }} c
left join totals t on t.customer_id = c.id left join {{ ref('countries') }} n on n.code = c.country
`,
  "models/marts/orders_by_status.sql":
    "select status, count(*) as n from {{ ref('fct_orders') }} group by 1\n",
  "models/marts/everything.sql": "select * from {{ ref('stg_orders') }}\n",
  "models/marts/_marts.yml": `models:
  - name: fct_orders
    description: Orders.
    columns:
      - {name: id, tests: [unique]}
      - {name: total, description: What is paid, tests: [not_null]}
exposures:
  - name: weekly
    type: dashboard
    owner: {name: Ada, email: ada@example.com}
    depends_on: [ref('dim_customers')]
`,
  "tests/no_negative.sql": "select * from {{ ref('fct_orders') }} where total < 0\n",
};

/** The project with some of its files in another way; undefined: without them. */
export function aSide(changes: Readonly<Record<string, string | undefined>> = {}): ProjectSide {
  const files = new Map(
    Object.entries({ ...shop, ...changes }).flatMap(([path, text]) =>
      text === undefined ? [] : [[path, text] as const],
    ),
  );
  return { project: indexProject(files), files };
}

/** The text of one of its files with a part in another way. */
export function edited(path: string, from: string, to: string): Record<string, string> {
  const text = shop[path] ?? "";
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return { [path]: text.replace(from, to) };
}
