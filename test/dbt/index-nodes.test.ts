import { expect, test } from "vitest";
import { downstream } from "#runner/dbt/downstream.ts";
import { findRelations } from "#runner/dbt/find-relations.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import { projectGraph } from "#runner/dbt/project-graph.ts";
import { upstream } from "#runner/dbt/upstream.ts";

const project = (files: Record<string, string>) =>
  indexProject(new Map(Object.entries({ "dbt_project.yml": "name: shop\n", ...files })));

test("tests keep what they were given, wherever dbt lets people write it", () => {
  const { models, sources } = project({
    "models/a.sql": "",
    "models/s.yml": `
models:
  - name: a
    data_tests:
      - dbt_utils.unique_combination_of_columns: {combination_of_columns: [x, y]}
    columns:
      - name: id
        tests:
          - unique: {config: {where: "x > 1"}}
          - not_null: {config: {enabled: false}}
          - relationships: {to: ref('b'), field: id}
          - relationships: {arguments: {to: "source('raw', 't')", field: id}}
          - {name: mine, test_name: accepted_values, values: [1, 2], quote: false}
          - accepted_values: {values: [a, b], severity: warn}
sources:
  - name: raw
    tables: [{name: t, columns: [{name: id, data_tests: [unique]}]}]`,
  });
  const checks = models[0]?.columns[0]?.checks ?? [];

  expect(models[0]?.checks).toEqual([
    {
      name: "dbt_utils.unique_combination_of_columns",
      arguments: { combination_of_columns: ["x", "y"] },
      enabled: true,
    },
  ]);
  expect(checks).toEqual([
    { name: "unique", arguments: {}, where: "x > 1", enabled: true },
    { name: "not_null", arguments: {}, enabled: false },
    { name: "relationships", arguments: { to: "ref('b')", field: "id" }, to: "b", enabled: true },
    {
      name: "relationships",
      arguments: { to: "source('raw', 't')", field: "id" },
      to: "raw.t",
      enabled: true,
    },
    { name: "accepted_values", arguments: { values: [1, 2], quote: false }, enabled: true },
    { name: "accepted_values", arguments: { values: ["a", "b"] }, enabled: true },
  ]);
  expect(sources[0]?.columns[0]?.tests).toEqual(["unique"]);
});

test("contracts, meta, tags and settings of columns and models are read", () => {
  const { models, groups } = project({
    "dbt_project.yml": "name: shop\nmodels: {+tags: all, shop: {+meta: {team: core, tier: 2}}}",
    "models/a.sql":
      "{{ config(tags=['own'], unique_key=['x', 'y'], materialized='incremental', on_schema_change='fail', meta={'tier': 1}) }}",
    "models/s.yml": `
groups: [{name: money, owner: {name: Ann, email: ann@example.org}}]
models:
  - name: a
    access: public
    group: money
    config: {contract: {enforced: true}}
    meta: {contains: orders}
    constraints: [{type: primary_key, columns: [x, y]}]
    columns:
      - {name: x, data_type: int, meta: {pii: false}, config: {tags: [key]}, constraints: [{type: not_null}]}`,
  });

  expect(models[0]).toMatchObject({
    config: {
      tags: ["all", "own"],
      uniqueKey: ["x", "y"],
      onSchemaChange: "fail",
      contract: true,
      access: "public",
      group: "money",
    },
    meta: { team: "core", tier: 1, contains: "orders" },
    primaryKey: ["x", "y"],
    columns: [
      {
        name: "x",
        dataType: "int",
        meta: { pii: false },
        tags: ["key"],
        constraints: [{ type: "not_null" }],
      },
    ],
  });
  expect(groups).toEqual([
    { name: "money", path: "models/s.yml", owner: { name: "Ann", email: "ann@example.org" } },
  ]);
});

test("snapshots come from blocks in SQL and from property files", () => {
  const { snapshots } = project({
    "snapshots/orders.sql": `{% snapshot orders_history %}
      {{ config(strategy='check', check_cols=['status'], unique_key='id', target_schema='history') }}
      select * from {{ ref('orders') }} {% endsnapshot %}`,
    "snapshots/s.yml": `
snapshots:
  - name: orders_history
    description: Every status.
  - name: people_history
    relation: source('crm', 'people')
    config: {strategy: timestamp, updated_at: changed_at, unique_key: id, schema: history}`,
    "models/orders.sql": "",
  });

  expect(snapshots).toMatchObject([
    {
      name: "orders_history",
      path: "snapshots/orders.sql",
      description: "Every status.",
      refs: ["orders"],
      strategy: "check",
      checkColumns: ["status"],
      config: { schema: "history", uniqueKey: ["id"], materialized: "snapshot" },
    },
    {
      name: "people_history",
      sources: ["crm.people"],
      strategy: "timestamp",
      updatedAt: "changed_at",
    },
  ]);
});

test("versions are nodes of their own, and a reference without a version means the latest", () => {
  const index = project({
    "models/people_v1.sql": "select 1",
    "models/people_v2.sql": "select * from {{ ref('people', v=1) }}",
    "models/people_old.sql": "",
    "models/b.sql": "{{ ref('people') }} {{ ref('shop', 'people', version=3) }}",
    "models/s.yml": `
models:
  - name: people
    latest_version: 2
    description: People.
    columns: [{name: id, description: Key.}, {name: mail}]
    versions:
      - {v: 1, columns: [{include: all, exclude: [mail]}]}
      - {v: 2, description: Newer people., config: {alias: people}}
      - {v: 3, defined_in: people_old}`,
  });
  const of = (name: string) => index.models.find((model) => model.name === name);

  expect(of("people.v1")).toMatchObject({
    description: "People.",
    columns: [{ name: "id", description: "Key." }],
    config: { alias: "people_v1" },
    version: { of: "people", number: "1", isLatest: false },
  });
  expect(of("people.v2")).toMatchObject({
    description: "Newer people.",
    refs: ["people.v1"],
    config: { alias: "people" },
    version: { isLatest: true },
  });
  expect(of("people.v3")?.path).toBe("models/people_old.sql");
  expect(of("b")?.refs).toEqual(["people.v2", "people.v3"]);
  expect(index.problems).toEqual([]);
});

test("blocks of documentation are read in their place and kept as what was written", () => {
  const { models, docs } = project({
    "models/a.sql": "",
    "models/docs.md":
      "# Notes\n{% docs orders %}\nAll **orders**.\n{% enddocs %}\n{% docs key %}Key.{% enddocs %}",
    "models/s.yml": `
models:
  - name: a
    description: '{{ doc("orders") }}'
    columns:
      - {name: id, description: "{{ doc('shop', 'key') }} Never null."}
      - {name: x, description: "{{ doc('nothing') }}"}`,
  });

  expect(docs.map(({ name, text }) => [name, text])).toEqual([
    ["orders", "All **orders**."],
    ["key", "Key."],
  ]);
  expect(models[0]).toMatchObject({
    description: "All **orders**.",
    writtenDescription: '{{ doc("orders") }}',
    columns: [
      {
        description: "Key. Never null.",
        writtenDescription: "{{ doc('shop', 'key') }} Never null.",
      },
      { description: "{{ doc('nothing') }}" },
    ],
  });
});

test("Python models are read by their calls, not by their comments", () => {
  const { models } = project({
    "models/p.py": `
def model(dbt, session):
    dbt.config(materialized="table", tags=["ml"])
    # dbt.ref("commented")
    df = dbt.ref("a")
    other = dbt.source('raw', "t")
    return df.join(other)
`,
    "models/a.sql": "",
  });

  expect(models[1]).toMatchObject({
    name: "p",
    language: "python",
    refs: ["a"],
    sources: ["raw.t"],
    config: { materialized: "table", tags: ["ml"] },
  });
});

const wide = {
  "models/orders.sql": "select * from {{ source('raw', 'orders') }}",
  "analyses/look.sql": "select * from {{ ref('orders') }}",
  "tests/no_gaps.sql": "select * from {{ ref('orders') }}",
  "tests/generic/positive.sql": "{% test positive(model, column_name) %}select 1{% endtest %}",
  "models/s.yml": `
sources: [{name: raw, tables: [orders, {name: orders}]}]
exposures:
  - name: weekly
    type: dashboard
    url: https://bi.example.org/1
    owner: {name: Ann}
    depends_on: [ref('orders'), "source('raw','orders')", metric('revenue')]
semantic_models:
  - name: sales
    model: ref('orders')
    entities: [{name: id, type: primary}]
    measures: [{name: amount, agg: sum}]
metrics:
  - {name: revenue, label: Revenue, type: simple, type_params: {measure: amount}}
  - {name: per_day, type: ratio, type_params: {numerator: revenue, denominator: {name: days}}}
unit_tests: [{name: adds_up, model: orders}]`,
};

test("everything that reads a model is found below it, each by its kind", () => {
  const index = project(wide);

  expect(downstream(index, "raw.orders")).toEqual([
    "orders",
    "exposure:weekly",
    "analysis:look",
    "test:no_gaps",
    "semantic_model:sales",
    "metric:revenue",
    "metric:per_day",
  ]);
  expect(upstream(index, "metric:per_day")).toEqual([
    "metric:revenue",
    "metric:days",
    "semantic_model:sales",
    "orders",
    "raw.orders",
  ]);
  expect(index.exposures[0]).toMatchObject({
    type: "dashboard",
    url: "https://bi.example.org/1",
    owner: { name: "Ann", email: "" },
    metrics: ["revenue"],
  });
  expect(index.unitTests).toEqual([{ name: "adds_up", path: "models/s.yml", model: "orders" }]);
  expect(index.macros.map(({ name }) => name)).toEqual(["test_positive"]);
});

test("packages are kept apart, and their macros and models are found", () => {
  const index = project({
    "dbt_project.yml": "name: shop\nvars: {crm: {crm_schema: live}}\nmodels: {crm: {+schema: crm}}",
    "models/a.sql": "{{ ref('people') }} {{ ref('crm', 'both') }} {{ crm.wrap('b') }}",
    "models/both.sql": "",
    "models/b.sql": "{{ ref('both') }}",
    "dbt_packages/crm/dbt_project.yml":
      "name: crm\nvars: {crm_schema: usual}\nmodels: {+schema: other}",
    "dbt_packages/crm/models/people.sql": "{{ ref('both') }}",
    "dbt_packages/crm/models/both.sql": "{{ source('crm', 'people') }}",
    "dbt_packages/crm/models/s.yml":
      "sources: [{name: crm, schema: \"{{ var('crm_schema') }}\", tables: [{name: people}]}]",
    "dbt_packages/crm/macros/m.sql": "{% macro wrap(x) %}{{ ref(x) }}{% endmacro %}",
  });

  expect(index.models.map(({ name, refs }) => [name, refs])).toEqual([
    ["a", ["people", "crm/both", "b"]],
    ["b", ["both"]],
    ["both", []],
  ]);
  expect(index.packages).toMatchObject([
    {
      name: "crm",
      root: "dbt_packages/crm",
      models: [{ name: "both" }, { name: "people", refs: ["crm/both"], config: { schema: "crm" } }],
      sources: [{ name: "crm.people", schema: "live" }],
      macros: [{ name: "wrap", package: "crm" }],
    },
  ]);
  expect(projectGraph(index).nodes.get("crm/both")?.package).toBe("crm");
  expect(index.problems).toEqual([]);
});

test("a snapshot is looked for where it is built", () => {
  const index = project({
    "profiles.yml": "shop: {outputs: {default: {schema: main}}}",
    "snapshots/s.sql":
      "{% snapshot s %}{{ config(target_schema='history') }}select 1{% endsnapshot %}",
  });

  expect(findRelations(index, "s", "duckdb")).toMatchObject({
    relations: [
      { schema: "main_history", name: "s" },
      { schema: "history", name: "s" },
    ],
  });
});
