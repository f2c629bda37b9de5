import { expect, test } from "vitest";
import { checkModel, type ModelEvidence } from "#runner/model/offline/check-model.ts";
import { readProperties } from "#runner/model/offline/read-properties.ts";

const yaml = `version: 2
models:
  - name: fct_orders
    description: One row per order.
    columns:
      - name: order_id
        description: The key.
        data_tests: [unique, not_null]
      - name: amount
        description: In euro.
`;

function aModel(changes: Partial<ModelEvidence> = {}): ModelEvidence {
  const properties = readProperties(yaml, "fct_orders");
  return {
    name: "fct_orders",
    path: "models/marts/fct_orders.sql",
    head: "select order_id, amount\nfrom {{ ref('stg_orders') }}",
    base: "select order_id, amount\nfrom {{ ref('stg_orders') }}",
    isNew: false,
    properties: properties && { ...properties, path: "models/marts/fct_orders.yml" },
    readers: [],
    ...changes,
  };
}
const rules = (model: ModelEvidence) =>
  checkModel(model).map(({ rule, severity, line }) => [rule, severity, line]);

test("a model that is in order has no findings", () => {
  expect(checkModel(aModel())).toEqual([]);
});

test("a removed column that another model still names is a grave matter", () => {
  const findings = checkModel(
    aModel({
      base: "select order_id, amount, status\nfrom {{ ref('stg_orders') }}",
      readers: [
        { path: "models/marts/daily.sql", sql: "select\n  status\nfrom {{ ref('fct_orders') }}" },
      ],
    }),
  );

  expect(findings).toMatchObject([
    { rule: "removed-column", severity: "high", line: 1, path: "models/marts/fct_orders.sql" },
  ]);
  expect(findings[0]?.body).toContain("`models/marts/daily.sql:2`");
});

test("a renamed column is called renamed, and its old description stale", () => {
  const found = rules(aModel({ head: "select order_id,\n  total\nfrom {{ ref('stg_orders') }}" }));

  expect(found).toEqual([
    ["stale-column", "medium", 9],
    ["renamed-column", "low", 2],
    ["undocumented-column", "low", 2],
  ]);
});

test("select star in a mart and a relation without ref are named with their lines", () => {
  const found = rules(aModel({ head: "select *\nfrom raw.orders" }));

  expect(found).toEqual([
    ["hard-coded-relation", "high", 2],
    ["select-star", "medium", 1],
  ]);
});

test("a key without tests and a model without documentation are named", () => {
  const untested = { path: "a.yml", line: 1, description: "x", columns: [] };

  expect(rules(aModel({ properties: untested }))).toEqual([
    ["missing-key-test", "medium", 1],
    ["undocumented-column", "low", 1],
  ]);
  expect(rules(aModel({ properties: undefined, isNew: true, base: undefined }))).toEqual([
    ["undocumented-model", "medium", 1],
  ]);
});

test("a property file that is broken is as good as none", () => {
  expect(readProperties("models: [", "fct_orders")).toBeUndefined();
  expect(readProperties("- a\n", "fct_orders")).toBeUndefined();
  expect(readProperties(yaml, "other")).toBeUndefined();
});
