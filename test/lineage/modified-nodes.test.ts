import fc from "fast-check";
import { expect, test } from "vitest";
import { projectJinja } from "#runner/lineage/project-jinja.ts";
import { prepareRendering } from "#runner/lineage/render-model.ts";
import { modifiedNodes } from "#runner/lineage/state/modified-nodes.ts";
import type { ProjectSide } from "#runner/lineage/state/project-side.ts";
import { aSide, edited, shop } from "./a-shop.ts";

const marts = "models/marts/_marts.yml";

function changes(changed: Readonly<Record<string, string | undefined>>): readonly string[] {
  return modifiedNodes(aSide(), aSide(changed)).map(
    ({ id, change, reasons }) => `${change} ${id}: ${reasons.join(", ")}`,
  );
}

test.each<[string, Record<string, string | undefined>, readonly string[]]>([
  ["nothing", {}, []],
  [
    "the SQL of a model",
    edited("models/marts/fct_orders.sql", "o.status <>", "o.status !="),
    ["modified fct_orders: body"],
  ],
  [
    "white space at the ends of lines",
    { "models/marts/fct_orders.sql": `${shop["models/marts/fct_orders.sql"]} \r\n\n` },
    [],
  ],
  ["a description", edited(marts, "description: Orders.", "description: All orders."), []],
  ["a test", edited(marts, "tests: [unique]", "tests: [unique, not_null]"), []],
  [
    "a macro that a macro calls",
    edited("macros/money.sql", "round(", "floor("),
    ["modified stg_orders: macro:rounded"],
  ],
  [
    "a variable",
    edited("dbt_project.yml", "rate: 2", "rate: 3"),
    ["modified fct_orders: var:rate"],
  ],
  [
    "a setting of a folder",
    edited("dbt_project.yml", "+tags: [nightly]", "+tags: [nightly]\n      +cluster_by: id"),
    ["dim_customers", "everything", "fct_orders", "orders_by_status"].map(
      (name) => `modified ${name}: config.cluster_by`,
    ),
  ],
  [
    "where a model is built",
    edited(marts, "description: Orders.", "config: {schema: gold}"),
    ["modified fct_orders: config.schema, relation"],
  ],
  [
    "a setting that dbt knows and we do not",
    edited(marts, "description: Orders.", "config: {sort: id}"),
    ["modified fct_orders: config.sort"],
  ],
  [
    "a contract",
    edited(marts, "description: Orders.", "config: {contract: {enforced: true}}"),
    ["modified fct_orders: config.contract, contract"],
  ],
  [
    "rows of a seed",
    edited("seeds/countries.csv", "Austria", "Österreich"),
    ["modified countries: content"],
  ],
  [
    "where a source is",
    edited("models/staging/_sources.yml", "schema: raw", "schema: landing"),
    ["modified raw.orders: body", "modified raw.customers: body"],
  ],
  [
    "an exposure",
    edited(marts, "ref('dim_customers')", "ref('fct_orders')"),
    ["modified exposure:weekly: body"],
  ],
  [
    "a model that is new and one that is gone",
    { "models/marts/new.sql": "select 1 as one", "models/marts/everything.sql": undefined },
    ["added new: new", "removed everything: gone, or switched off"],
  ],
  [
    "a singular test",
    edited("tests/no_negative.sql", "total < 0", "total <= 0"),
    ["modified test:no_negative: body"],
  ],
])("a change of %s", (_, changed, is) => {
  expect([...changes(changed)].sort()).toEqual([...is].sort());
});

test("descriptions count where they are written into the warehouse", () => {
  const persist = edited("dbt_project.yml", "+tags: [nightly]", "+persist_docs: {relation: true}");
  const base = aSide(persist);
  const head = aSide({ ...persist, ...edited(marts, "description: Orders.", "description: All.") });

  const found = modifiedNodes(base, head);

  expect(found.map(({ id, reasons }) => [id, reasons])).toEqual([
    ["fct_orders", ["persisted descriptions"]],
  ]);
});

test("a new version of a package touches what calls it", () => {
  const calls = {
    "models/marts/keyed.sql":
      "select {{ dbt_utils.generate_surrogate_key(['id']) }} as k from {{ ref('stg_orders') }}",
  };
  const head = { ...calls, ...edited("packages.yml", "1.0.0", "1.1.0") };

  const found = modifiedNodes(aSide(calls), aSide(head));

  expect(found.map(({ id, reasons }) => [id, reasons])).toEqual([["keyed", ["package:dbt_utils"]]]);
});

/** Ways to change a file that may change what is compiled, or may not. */
const mutations: readonly [string, string, string][] = [
  ["models/staging/stg_orders.sql", "status", "state as status"],
  ["models/staging/stg_orders.sql", "to_money('cents')", "to_money('pence')"],
  ["models/staging/stg_customers.sql", "select", "select  "],
  ["models/marts/fct_orders.sql", "'void'", "'gone'"],
  ["models/marts/fct_orders.sql", "var('rate')", "var('rate', 9)"],
  ["models/marts/dim_customers.sql", "left join totals", "join totals"],
  ["macros/money.sql", "/ 100", "/ 1000"],
  ["macros/money.sql", "round(", "ceil("],
  ["dbt_project.yml", "rate: 2", "rate: 5"],
  ["dbt_project.yml", "[nightly]", "[weekly]"],
  [marts, "What is paid", "All that is paid"],
];

test("whatever compiles to another text is among what is modified", () => {
  fc.assert(
    fc.property(fc.subarray([...mutations], { minLength: 1 }), (chosen) => {
      const files: Record<string, string> = {};
      for (const [path, from, to] of chosen) {
        files[path] = (files[path] ?? shop[path] ?? "").replace(from, to);
      }
      const [base, head] = [aSide(), aSide(files)];
      const [before, after] = [compiled(base), compiled(head)];

      const modified = new Set(modifiedNodes(base, head).map(({ id }) => id));

      for (const [name, text] of after) {
        if (before.get(name) !== text) expect(modified).toContain(name);
      }
    }),
    { numRuns: 100 },
  );
});

function compiled({ project, files }: ProjectSide): ReadonlyMap<string, string> {
  const render = prepareRendering({ ...projectJinja(project), adapter: "duckdb" });
  return new Map(
    project.models.map(({ name, path }) => {
      const rendered = render({ name, sql: files.get(path) ?? "" }, () => undefined);
      const texts =
        rendered.kind === "rendered" ? rendered.variants.map(({ text }) => text.trimEnd()) : [];
      return [name, texts.join("\n---\n")];
    }),
  );
}
