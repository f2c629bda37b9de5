import { expect, test } from "vitest";
import { downstream } from "#runner/dbt/downstream.ts";
import { findRelations } from "#runner/dbt/find-relations.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import { upstream } from "#runner/dbt/upstream.ts";

const project = (files: Record<string, string>) =>
  indexProject(new Map(Object.entries({ "dbt_project.yml": "name: shop\n", ...files })));
const model = (files: Record<string, string>, name = "a") => {
  const found = project(files).models.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
};
const sql = (text: string) => model({ "models/a.sql": text });

test("references and sources are found wherever dbt renders Jinja, and nowhere else", () => {
  const { refs, sources } = sql(`
    {# {{ ref('in_a_comment') }} #}
    {% raw %}{{ ref('raw') }}{% endraw %}
    -- {{ ref('in_an_sql_comment') }} is rendered by dbt too
    {%- set other = ref("set") -%}
    select '{{ ref('in_a_string') }}', ref('plain_sql'), {{ "ref('quoted')" }}
    from {{ ref( 'package', 'packaged' ) }} join {{ ref('twice') }} using (id)
    join {{ref('twice',v=1)}} using (id)
    join {{ source("raw", 'orders') }} using (id)
    join {{ builtins.ref('built_in') }} using (id)
    where {{ dbt_utils.ref('method') }}
  `);

  expect(refs).toEqual([
    "in_an_sql_comment",
    "set",
    "in_a_string",
    "packaged",
    "twice",
    "built_in",
  ]);
  expect(sources).toEqual(["raw.orders"]);
});

test("a reference that is computed is not guessed but told", () => {
  const computed = sql("select * from {{ ref('stg_' ~ name) }} {{ ref(names[0]) }} {{ ref() }}");
  const plain = sql("select * from {{ ref('b') }}");

  expect(computed).toMatchObject({ refs: [], hasUnclearRefs: true });
  expect(plain).toMatchObject({ refs: ["b"], hasUnclearRefs: false });
});

test.each([
  ["an unclosed expression", "select {{ ref('b') from x"],
  ["an unclosed string", "select {{ ref('b) }} from x"],
  ["an unclosed comment", "{# {{ ref('c') }}"],
  ["an unclosed raw block", "{% raw %} {{ ref('c') }}"],
  ["closing marks in strings", "{{ f('}}', {'a': {}}) }} {{ ref('b') }}"],
  ["nothing", ""],
])("%s is read without a fault", (_, text) => {
  const { refs } = sql(text);

  expect(refs).toEqual(text.includes("ref('b')") ? ["b"] : []);
});

test("a long text of open marks is read in no time", () => {
  const started = performance.now();

  sql("{{ '".repeat(20_000) + "{%".repeat(20_000) + "(".repeat(20_000));

  expect(performance.now() - started).toBeLessThan(1_000);
});

test("the nearest setting wins: SQL, then property file, then the deepest directory", () => {
  const files = {
    "dbt_project.yml": `
name: shop
vars: {build_schema: built}
models:
  +materialized: view
  shop:
    +schema: all
    marts:
      +materialized: table
      finance: {+schema: money, +alias: "{{ var('nothing') }}"}
`,
    "models/plain.sql": "select 1",
    "models/marts/mart.sql": "select 1",
    "models/marts/finance/deep.sql":
      "{{ config(materialized='incremental', tags=['x'], alias = 'deep_one') }}",
    "models/marts/finance/told.sql": "select 1",
    "models/marts/finance/_models.yml": `
models:
  - name: told
    config: {schema: "{{ var('build_schema') }}", alias: told_one, enabled: false}
`,
    "models/marts/finance/odd.sql": "{{ config(alias=name ~ '_v2') }}",
  };
  const config = (name: string) => model(files, name).config;

  expect(config("plain")).toMatchObject({ materialized: "view", schema: "all", enabled: true });
  expect(config("mart")).toMatchObject({ materialized: "table", schema: "all" });
  expect(config("deep")).toMatchObject({
    materialized: "incremental",
    schema: "money",
    alias: "deep_one",
    unclear: [],
  });
  expect(config("told")).toMatchObject({ schema: "built", alias: "told_one", enabled: false });
  expect(config("odd")).toMatchObject({ alias: undefined, unclear: ["alias"] });
});

test("descriptions, columns and tests come from every property file under the project's paths", () => {
  const index = project({
    "dbt_project.yml": "name: shop\nmodel-paths: [./models/, extra]\n",
    "models/a.sql": "",
    "extra/deep/b.sql": "",
    "models/a.yml": `
version: 2
models:
  - name: a
    description: >
      Two
      lines.
    tests: [dbt_utils.equal_rowcount: {compare_model: ref('b')}]
    columns:
      - name: id
        description: Key.
        data_type: bigint
        tests: [unique, not_null]
        data_tests:
          - accepted_values: {values: [1]}
          - {name: my_own, test_name: relationships, to: ref('b'), field: id}
          - dbt_expectations.expect_column_values_to_be_between:
              config: {severity: warn}
      - description: a column without a name
      - name: 2024
`,
    "extra/other.yaml": "models: [{name: b, description: From another file}]",
    "elsewhere/c.yml": "models: [{name: a, description: not under a model path}]",
  });

  expect(index.models.map(({ name, description }) => [name, description])).toEqual([
    ["b", "From another file"],
    ["a", "Two lines."],
  ]);
  expect(index.models[1]).toMatchObject({
    yamlPath: "models/a.yml",
    tests: ["dbt_utils.equal_rowcount"],
    columns: [
      {
        name: "id",
        description: "Key.",
        dataType: "bigint",
        tests: [
          "unique",
          "not_null",
          "accepted_values",
          "relationships",
          "dbt_expectations.expect_column_values_to_be_between",
        ],
      },
      { name: "2024", description: "", tests: [] },
    ],
  });
  expect(index.problems).toEqual([]);
});

test.each([
  ["doubled keys", "models: []\nmodels: []\n", /line 2: duplicated/],
  ["an open bracket", "models: [{name: a", /line 1: /],
  ["a list at the top", "- models", /a mapping .* is expected/],
  ["aliases that multiply", bomb(), /alias/i],
  ["thousands of brackets", "[".repeat(20_000), /.+/],
])("a property file with %s is skipped and named", (_, text, message) => {
  const index = project({
    "models/a.sql": "",
    "models/broken.yml": text,
    "models/good.yml": "models: [{name: a, description: Good}]",
  });

  expect(index.problems).toMatchObject([
    { path: "models/broken.yml", severity: "error", message: expect.stringMatching(message) },
  ]);
  expect(index.models[0]?.description).toBe("Good");
});

test("an empty file, odd entries and merge keys are no problem", () => {
  const index = project({
    "models/a.sql": "",
    "models/empty.yml": "# nothing yet\n",
    "models/odd.yml": `
x-common: &common {description: Shared}
models:
  - just text
  - {description: nameless}
  - <<: *common
    name: a
    columns: none
`,
  });

  expect(index.problems).toEqual([]);
  expect(index.models[0]).toMatchObject({ description: "Shared", columns: [] });
});

test("what is there twice counts once and is named", () => {
  const index = project({
    "models/a.sql": "select 1",
    "models/later/a.sql": "select 2",
    "models/1.yml": "models: [{name: a, description: first}]",
    "models/2.yml": "models: [{name: a, description: second}]",
    "other/dbt_project.yml": "name: other",
  });

  expect(index.models).toHaveLength(1);
  expect(index.models[0]).toMatchObject({ path: "models/a.sql", description: "first" });
  expect(index.problems.map(({ path }) => path)).toEqual([
    "other/dbt_project.yml",
    "models/2.yml",
    "models/later/a.sql",
  ]);
});

test("a project below the root of the repository has its paths there", () => {
  const index = indexProject(
    new Map([
      ["warehouse/dbt_project.yml", "name: shop\nprofile: company\n"],
      ["warehouse/models/a.sql", "select * from {{ ref('countries') }}"],
      ["warehouse/seeds/countries.csv", ""],
      ["models/outside.sql", ""],
    ]),
  );

  expect(index).toMatchObject({
    root: "warehouse",
    profile: "company",
    modelPaths: ["warehouse/models"],
  });
  expect(index.models.map(({ path }) => path)).toEqual(["warehouse/models/a.sql"]);
  expect(index.seeds.map(({ name }) => name)).toEqual(["countries"]);
});

test("a broken dbt_project.yml is named, and dbt's defaults stand in", () => {
  const index = project({ "dbt_project.yml": "name: [", "models/a.sql": "" });

  expect(index.problems).toMatchObject([{ path: "dbt_project.yml" }]);
  expect(index.models).toHaveLength(1);
});

const line = {
  "models/stg.sql": "select * from {{ source('raw', 'orders') }}",
  "models/mid.sql": "select * from {{ ref('stg') }} join {{ ref('seeded') }}",
  "models/mart.sql": "select * from {{ ref('mid') }}, {{ ref('stg') }}",
  "models/loop_a.sql": "{{ ref('loop_b') }}",
  "models/loop_b.sql": "{{ ref('loop_a') }}",
};

test("lineage goes up and down, nearest first, and ends in a circle", () => {
  const index = project(line);

  expect(upstream(index, "mart")).toEqual(["mid", "stg", "seeded", "raw.orders"]);
  expect(downstream(index, "raw.orders")).toEqual(["stg", "mart", "mid"]);
  expect(downstream(index, "stg")).toEqual(["mart", "mid"]);
  expect(upstream(index, "loop_a")).toEqual(["loop_b"]);
  expect(downstream(index, "nobody")).toEqual([]);
});

const places = (files: Record<string, string>, name: string) =>
  findRelations(project(files), name, "duckdb");

test("a relation is looked for where dbt builds it, then where production has it", () => {
  const files = {
    "profiles.yml":
      "default: {outputs: {dev: {schema: elsewhere}}}\nshop: {target: dev, outputs: {dev: {schema: analytics}}}",
    "models/a.sql": "",
    "models/b.sql": "{{ config(schema='finance', alias='ledger', database='prod') }}",
    "models/c.sql": "{{ config(materialized='ephemeral') }}",
    "models/d.sql": "{{ config(schema=target.name) }}",
    "models/s.yml": `sources:
  - name: raw
    tables: [name: orders, {name: items, identifier: tbl_items}]
  - name: crm
    schema: "{{ env_var('CRM') }}"
    tables: [name: people]
  - name: web
    schema: "{{ var('web_schema', 'web_events') }}"
    tables: [name: clicks]`,
  };

  expect(places(files, "a")).toEqual({
    kind: "relations",
    relations: [{ schema: "analytics", name: "a" }],
  });
  expect(places(files, "b")).toEqual({
    kind: "relations",
    relations: [
      { database: "prod", schema: "analytics_finance", name: "ledger" },
      { database: "prod", schema: "finance", name: "ledger" },
    ],
  });
  expect(places(files, "c")).toMatchObject({ kind: "nowhere", reason: /ephemeral/ });
  expect(places(files, "d")).toMatchObject({ kind: "nowhere", reason: /schema of d/ });
  expect(places(files, "raw.items")).toMatchObject({
    relations: [{ schema: "raw", name: "tbl_items" }],
  });
  expect(places(files, "crm.people")).toMatchObject({ kind: "nowhere" });
  expect(places(files, "web.clicks")).toMatchObject({
    relations: [{ schema: "web_events", name: "clicks" }],
  });
  expect(places(files, "nobody")).toEqual({ kind: "unknown" });
});

test("buster.yml says where people look; a macro of the project's own turns the order round", () => {
  const files = {
    "buster.yml": "projects: [{name: shop, schema: public, database: prod}]",
    "profiles.yml": "shop: {target: dev, outputs: {dev: {schema: dev_mia}}}",
    "macros/schemas.sql":
      "{% macro generate_schema_name(custom, node) -%}{{ custom }}{%- endmacro %}",
    "models/a.sql": "{{ config(schema='finance') }}",
  };

  expect(places(files, "a")).toMatchObject({
    relations: [
      { database: "prod", schema: "finance" },
      { database: "prod", schema: "public_finance" },
    ],
  });
});

test("without any word of it a model is looked for where the engine builds by itself", () => {
  const index = project({ "models/a.sql": "" });

  expect(findRelations(index, "a", "duckdb")).toMatchObject({ relations: [{ schema: "main" }] });
  expect(findRelations(index, "a", "postgres")).toMatchObject({
    relations: [{ schema: "public" }],
  });
});

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level++) {
    const alias = `*a${level - 1}`;
    lines.push(`a${level}: &a${level} [${Array(10).fill(alias).join(", ")}]`);
  }
  return lines.join("\n");
}
