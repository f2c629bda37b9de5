import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { projectEdges } from "#bot/cli/index/project-edges.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import { readManifest } from "#runner/dbt/manifest/read-manifest.ts";
import { projectGraph } from "#runner/dbt/project-graph.ts";
import { aDirectory } from "../cli/a-directory.ts";

const dbt = join(import.meta.dirname, "../../.venv/bin/dbt");

/** A project of many habits; what reads what in it dbt has told: see the last test. */
const files = {
  "dbt_project.yml": `
name: truth
profile: truth
vars: {which: customers, prefix: stg_, truth: {is_on: true}}
models:
  truth: {marts: {+materialized: table, +tags: [mart]}, idle: {+enabled: "{{ var('is_on', false) }}"}}`,
  "profiles.yml":
    "truth: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', schema: main}}}",
  "macros/m.sql": `
{% macro staged(entity) %}{{ return(ref(var('prefix') ~ entity)) }}{% endmacro %}
{% macro raw(table_name, of='raw') -%} {{ source(of, table_name) }} {%- endmacro %}
{% macro entities() %}{{ return(['orders', 'customers']) }}{% endmacro %}
{% macro label(x) %}{{ return(adapter.dispatch('label', 'truth')(x)) }}{% endmacro %}
{% macro default__label(x) %}{{ ref('labels') }}{% endmacro %}
{% macro duckdb__label(x) %}{{ ref('labels') }}{% endmacro %}`,
  "models/staging/stg_orders.sql": "select 1 as id, 1 as customer_id from {{ raw('orders') }}",
  "models/staging/stg_customers.sql":
    "{# {{ ref('nowhere') }} #} select 1 as id from {{ source('raw', var('which')) }}",
  "models/marts/joined.sql": `
{%- set base = ref('stg_orders') -%}
{% raw %} -- {{ ref('raw_block') }} {% endraw %}
-- {{ ref('stg_customers') }} is rendered
select * from {{ base }} join {{ label('x') }} using (id)`,
  "models/marts/unioned.sql":
    "{% for e in entities() %}select id from {{ staged(e) }}{% if not loop.last %} union all {% endif %}{% endfor %}",
  "models/marts/v.sql":
    "select * from {{ ref('person') }} join {{ ref('person', v=1) }} using (id)",
  "models/marts/person_v1.sql": "select 1 as id",
  "models/marts/person_v2.sql": "select * from {{ ref('truth', 'person', v=1) }}",
  "models/idle/gone.sql": "select * from {{ ref('joined') }}",
  "models/marts/s.yml": `
sources: [{name: raw, tables: [{name: orders}, {name: customers}]}]
models:
  - name: person
    latest_version: 2
    versions: [{v: 1}, {v: 2}]
    columns: [{name: id, data_tests: [unique, not_null]}]
exposures:
  - {name: board, type: dashboard, owner: {name: Ann, email: a@example.org}, depends_on: [ref('joined'), "source('raw', 'orders')"]}`,
  "snapshots/s.sql":
    "{% snapshot history %}{{ config(strategy='check', check_cols='all', unique_key='id', target_schema='main') }}select * from {{ ref('joined') }}{% endsnapshot %}",
  "seeds/labels.csv": "id,label\n1,x\n",
  "tests/nothing_lost.sql": "select * from {{ ref('unioned') }} where id is null",
};

const edges = [
  "customers→stg_customers",
  "joined→exposure:board",
  "joined→history",
  "labels→joined",
  "orders→exposure:board",
  "orders→stg_orders",
  "person.v1→person.v2",
  "person.v1→v",
  "person.v2→v",
  "stg_customers→joined",
  "stg_customers→unioned",
  "stg_orders→joined",
  "stg_orders→unioned",
  "unioned→test:nothing_lost",
];

const written = (pairs: readonly (readonly [string, string])[]) =>
  [...new Set(pairs.map(([from, to]) => `${from.replace(/^raw\./, "")}→${to}`))].sort();

test("a project of many habits is read as dbt reads it", () => {
  const project = indexProject(new Map(Object.entries(files)));

  expect(written(projectEdges(projectGraph(project)))).toEqual(edges);
  expect(project.models.filter(({ hasUnclearRefs }) => hasUnclearRefs)).toEqual([]);
  expect(project.problems).toEqual([]);
});

describe.skipIf(!existsSync(dbt))("beside dbt itself (.venv/bin/dbt is needed)", () => {
  test("dbt parse says the same", { timeout: 240_000 }, async () => {
    const directory = aDirectory(files);
    await promisify(execFile)(dbt, ["parse", "--profiles-dir", directory], {
      cwd: directory,
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
    });
    const text = readFileSync(join(directory, "target/manifest.json"), "utf8");
    const project = indexProject(new Map(Object.entries(files)));
    const nodes = readManifest(text, "truth") ?? [];
    const relations = [...project.models, ...project.seeds, ...project.snapshots];
    const graph = projectGraph(project);
    const kinds = new Set(["model", "seed", "snapshot"]);
    const ours = projectEdges(graph).filter(([, to]) => kinds.has(graph.nodes.get(to)?.kind ?? ""));

    expect(nodes.map(({ name }) => name).sort()).toEqual(
      relations
        .filter(({ config }) => config.enabled)
        .map(({ name }) => name)
        .sort(),
    );
    expect(
      written(
        nodes.flatMap(({ name, refs, sources }) =>
          [...refs, ...sources].map((read): [string, string] => [read, name]),
        ),
      ),
    ).toEqual(written(ours));
  });
});
