import { expect, test } from "vitest";
import { indexProject } from "#runner/dbt/index-project.ts";

const project = (files: Record<string, string>) =>
  indexProject(new Map(Object.entries({ "dbt_project.yml": "name: shop\n", ...files })));
const reads = (sql: string, files: Record<string, string> = {}) => {
  const { models, problems } = project({ "models/a.sql": sql, ...names, ...files });
  const found = models.find(({ name }) => name === "a");
  if (found === undefined) throw new Error("no model a");
  const { refs, sources, hasUnclearRefs } = found;
  return { refs, sources, hasUnclearRefs, problems };
};
/** Models that may be referred to. */
const names = Object.fromEntries(
  ["b", "c", "d", "stg_x", "stg_y"].map((name) => [`models/${name}.sql`, "select 1"]),
);

test.each([
  ["a name set before", "{% set x = 'b' %}{{ ref(x) }}", ["b"]],
  ["what a set holds", "{% set r = ref('b') %}{{ r }}", ["b"]],
  [
    "texts put together",
    "{% set p = 'stg_' %}{{ ref(p ~ 'x') }} {{ ref('stg' + '_y') }}",
    ["stg_x", "stg_y"],
  ],
  ["a loop over a list", "{% for t in ['b', 'c'] %}{{ ref(t) }}{% endfor %}", ["b", "c"]],
  [
    "a loop over a named list",
    "{%- set l = ['x','y'] -%}{%- for t in l -%}{{ ref('stg_' ~ t) }}{%- endfor -%}",
    ["stg_x", "stg_y"],
  ],
  [
    "a loop over pairs",
    "{% for k, v in {'x': 'b', 'y': 'c'}.items() %}{{ ref(v) }}{% endfor %}",
    ["b", "c"],
  ],
  [
    "a list that grows",
    "{% set l = [] %}{% do l.append('b') %}{% for t in l %}{{ ref(t) }}{% endfor %}",
    ["b"],
  ],
  [
    "every branch",
    "{% if target.name == 'prod' %}{{ ref('b') }}{% elif x %}{{ ref('c') }}{% else %}{{ ref('d') }}{% endif %}",
    ["b", "c", "d"],
  ],
  [
    "a name that depends on a branch",
    "{% set x = 'b' %}{% if y %}{% set x = 'c' %}{% endif %}{{ ref(x) }}",
    ["b", "c"],
  ],
  ["a choice", "{{ ref('b' if flags.X else 'c') }}", ["b", "c"]],
  ["arguments of anything", "{{ dbt_utils.star(from=ref('b'), except=['x']) }}", ["b"]],
  ["a block that is called", "{% call statement('x') %}{{ ref('b') }}{% endcall %}", ["b"]],
  ["a method of a reference", "{{ ref('b').include(database=false) }}", ["b"]],
  ["filters and indexes", "{% set l = ['B', 'c'] %}{{ ref(l[0] | lower) }}", ["b"]],
])("%s is followed", (_, sql, refs) => {
  expect(reads(sql)).toEqual({ refs, sources: [], hasUnclearRefs: false, problems: [] });
});

test("macros that wrap ref and source are followed, through each other and with their defaults", () => {
  const macros = `
    {% macro latest(name, source_name='raw') %}{{ return(source(source_name, name)) }}{% endmacro %}
    {% macro stage(entity) -%} {{ ref('stg_' ~ entity) }} {%- endmacro %}
    {% macro both(entity) %}{{ stage(entity) }} join {{ latest(name=entity) }}{% endmacro %}
    {% macro names() %}{{ return(['b', 'c']) }}{% endmacro %}
    {% macro circle(x) %}{{ circle(x) }}{{ ref(x) }}{% endmacro %}
    {% macro plain(x) %}upper({{ x }}){% endmacro %}`;

  const found = reads(
    "{{ shop.both('x') }} {{ latest('y', 'crm') }} {% for n in names() %}{{ ref(n) }}{% endfor %}{{ circle('d') }}{{ plain('stg_y') }}",
    { "macros/all.sql": macros },
  );

  expect(found.refs).toEqual(["stg_x", "b", "c", "d"]);
  expect(found.sources).toEqual(["raw.x", "crm.y"]);
  expect(found.hasUnclearRefs).toBe(false);
});

test("a dispatched macro is the one of the warehouse, or the default", () => {
  const files = {
    "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb, schema: main}}}",
    "macros/m.sql": `
      {% macro pick() %}{{ return(adapter.dispatch('pick', 'shop')()) }}{% endmacro %}
      {% macro default__pick() %}{{ ref('b') }}{% endmacro %}
      {% macro duckdb__pick() %}{{ ref('c') }}{% endmacro %}
      {% macro snowflake__pick() %}{{ ref('d') }}{% endmacro %}`,
  };

  expect(reads("{{ pick() }}", files).refs).toEqual(["c", "b"]);
});

test("variables have the project's values, else the fallback; the package's own name goes first", () => {
  const files = {
    "dbt_project.yml": "name: shop\nvars: {one: b, list: [x, y], shop: {two: c}}",
  };
  const found = reads(
    "{{ ref(var('one')) }}{{ ref(var('two')) }}{{ ref(var('none', 'd')) }}{% for t in var('list') %}{{ ref('stg_' ~ t) }}{% endfor %}",
    files,
  );

  expect(found).toMatchObject({ refs: ["b", "c", "d", "stg_x", "stg_y"], hasUnclearRefs: false });
});

test("settings are computed as far as variables go; in dbt_project.yml only their fallbacks count, as in dbt", () => {
  const { models } = project({
    "dbt_project.yml": `
name: shop
vars: {with_claims: true, suffix: eu}
models:
  shop:
    off: {+enabled: "{{ var('with_clinical', false) | as_bool }}"}
    +schema: "sales_{{ var('suffix', 'us') }}"`,
    "models/a.sql":
      "{{ config(enabled = var('with_claims', false) and not var('x', False), tags='daily') }}",
    "models/b.sql": "{{ config(enabled=var('with_clinical', var('y', false))) }}",
    "models/off/c.sql": "",
    "models/off/d.sql": "{{ config({'enabled': true, 'tags': ['x']}) }}",
  });
  const on = models.filter(({ config }) => config.enabled).map(({ name }) => name);

  expect(on).toEqual(["a", "d"]);
  expect(models[0]?.config).toMatchObject({ schema: "sales_us", tags: ["daily"] });
});

test("what stays computed is told with its line", () => {
  const found = reads("select 1\nfrom {{ ref('b') }}\njoin {{ ref(run_query('x')) }}");

  expect(found).toMatchObject({ refs: ["b"], hasUnclearRefs: true });
  expect(found.problems).toEqual([
    {
      path: "models/a.sql",
      line: 3,
      severity: "note",
      message: expect.stringMatching(/ref of something computed/),
      fix: expect.stringMatching(/dbt parse/),
    },
  ]);
});

test("Jinja that is not closed is named with its line, and what stands before it counts", () => {
  const found = reads("{{ ref('b') }}\n\n{% if x %}\nselect '{{ oh");

  expect(found.refs).toEqual(["b"]);
  expect(found.problems).toMatchObject([
    { path: "models/a.sql", line: 4, severity: "error", message: "{{ is not closed" },
  ]);
});

test.each([
  ["deep expressions", `{{ ${"(".repeat(50_000)}ref('b')`],
  ["deep blocks", "{% if x %}".repeat(20_000)],
  ["deep loops", "{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(30)],
  ["lists that multiply", `{% set l = ['a','b'] %}${"{% set l = l + l %}".repeat(25)}`],
  ["texts that multiply", `{% set s = 'ab' %}${"{% set s = s ~ s %}".repeat(40)}{{ ref(s) }}`],
  ["escaped quotes without an end", `{{ '${"\\'".repeat(50_000)}`],
  [
    "a macro that calls itself twice",
    "{% macro m(x) %}{{ m(x ~ 'a') }}{{ m(x ~ 'b') }}{{ ref('b') }}{% endmacro %}{{ m('') }}",
  ],
])("%s end soon and harm nobody else", (_, sql) => {
  const started = performance.now();

  const { models } = project({
    "models/a.sql": sql,
    "models/b.sql": "",
    "models/c.sql": "{{ ref('b') }}",
  });

  expect(performance.now() - started).toBeLessThan(4_000);
  expect(models.find(({ name }) => name === "c")?.refs).toEqual(["b"]);
});
