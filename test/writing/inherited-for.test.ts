import { expect, test } from "vitest";
import { sha256 } from "#agents-schema/digest.ts";
import type { ColumnLineage, EdgeKind } from "#runner/lineage/column-lineage.ts";
import { inheritedFor } from "#runner/writing/inherited-for.ts";
import { textToInherit } from "#runner/writing/text-to-inherit.ts";
import { noProperties } from "./a-brief.ts";

function lineage(
  ...columns: readonly [
    name: string,
    kind: EdgeKind,
    from: readonly string[],
    expression?: string,
  ][]
): ColumnLineage {
  return {
    kind: "known",
    columns: columns.map(([name, kind, from, expression]) => ({
      name,
      kind,
      from: from.map((column) => {
        const at = column.lastIndexOf(".");
        return { node: column.slice(0, at), column: column.slice(at + 1) };
      }),
      expression,
    })),
    uses: [],
    joins: [],
  };
}

const texts =
  (known: Readonly<Record<string, string>>) => (column: { node: string; column: string }) =>
    known[`${column.node}.${column.column}`];

test("a column takes over the nearest description, through casts and new names", () => {
  const lineages = new Map([
    ["fct", lineage(["customer", "renamed", ["int.customer_id"]])],
    ["int", lineage(["customer_id", "cast", ["stg.customer_id"], "cast(customer_id as int)"])],
    ["stg", lineage(["customer_id", "passthrough", ["shop.orders.customer_id"]])],
  ]);

  const inherited = inheritedFor(
    "fct",
    lineages,
    texts({ "stg.customer_id": "Who bought.", "shop.orders.customer_id": "Raw customer." }),
  );

  expect(inherited).toEqual([
    { column: "customer", text: "Who bought.", origin: "stg.customer_id" },
  ]);
});

test("branches of a union must say the same", () => {
  const lineages = new Map([
    [
      "all_orders",
      lineage(
        ["id", "union", ["web.id", "shop.id"]],
        ["city", "union", ["web.city", "shop.city"]],
        ["at", "union", ["web.at", "shop.at"]],
      ),
    ],
  ]);

  const inherited = inheritedFor(
    "all_orders",
    lineages,
    texts({
      "web.id": "Key of the\n order.",
      "shop.id": "Key of the order.",
      "web.city": "Where it goes to.",
      "shop.city": "Where it was sold.",
      "web.at": "When it was placed.",
    }),
  );

  expect(inherited.map(({ column, origin }) => [column, origin])).toEqual([["id", "web.id"]]);
});

test("what is computed never takes over a text; a simple aggregate says of what", () => {
  const lineages = new Map([
    [
      "dim",
      lineage(
        ["spent", "aggregated", ["fct.net_amount"], "sum(net_amount)"],
        ["spent_late", "aggregated", ["fct.net_amount"], "sum(case when late then net_amount end)"],
        ["email", "derived", ["stg.email"], "lower(email)"],
        ["both", "derived", ["fct.net_amount", "stg.email"], "net_amount || email"],
        ["kind", "constant", [], "'x'"],
      ),
    ],
  ]);

  const inherited = inheritedFor(
    "dim",
    lineages,
    texts({ "fct.net_amount": "What the customer owes, in euros.", "stg.email": "Address." }),
  );

  expect(inherited).toEqual([
    {
      column: "spent",
      text: "Sum of net_amount (what the customer owes, in euros).",
      origin: "fct.net_amount",
    },
  ]);
});

test("of a column that nobody described it is said where it is computed, or comes from", () => {
  const lineages = new Map([
    [
      "fct",
      lineage(
        ["price", "passthrough", ["int.price"]],
        ["paid", "cast", ["int.paid"], "coalesce(int.paid, 0)"],
        ["city", "passthrough", ["int.city"]],
        ["late", "passthrough", ["stg.late"]],
      ),
    ],
    [
      "int",
      lineage(
        ["price", "renamed", ["stg.unit_price"]],
        ["paid", "aggregated", ["stg.amount"], "sum(amount)"],
        ["city", "passthrough", ["stg.city"]],
      ),
    ],
    [
      "stg",
      lineage(
        ["unit_price", "derived", ["shop.orders.cents"], "cents / 100.0"],
        ["city", "renamed", ["shop.orders.town"]],
      ),
    ],
  ]);

  const inherited = inheritedFor("fct", lineages, texts({}));

  expect(inherited.map(({ column, text }) => [column, text])).toEqual([
    ["price", "Computed in stg as `cents / 100.0`, by way of int."],
    ["paid", "Aggregated in int as `sum(amount)`; null becomes `0`."],
    ["city", "From town of shop.orders, by way of stg and int."],
  ]);
  expect(inherited[0]).toMatchObject({ kind: "origin", code: "cents / 100.0" });
});

test("a circle in the lineage ends", () => {
  const lineages = new Map([
    ["a", lineage(["x", "passthrough", ["b.x"]])],
    ["b", lineage(["x", "passthrough", ["a.x"]])],
  ]);

  expect(inheritedFor("a", lineages, texts({}))).toEqual([]);
});

test("a person's text is taken over, ours only as far as a language model found a meaning", () => {
  const described = (description: string, writtenDescription?: string) => ({
    ...noProperties,
    columns: [
      {
        name: "Status",
        description,
        ...(writtenDescription === undefined ? {} : { writtenDescription }),
        dataType: undefined,
        tests: [],
        checks: [],
        meta: {},
        tags: [],
        constraints: [],
      },
    ],
  });
  const ours = {
    written: { status: sha256("Where it stands. 5 values.") },
    statements: [
      {
        part: "column",
        column: "status",
        about: "meaning",
        marked: "Where it stands.",
        by: "model",
      },
      {
        part: "column",
        column: "status",
        about: "meaning",
        marked: "Has 5 {F3} values.",
        by: "model",
      },
      {
        part: "column",
        column: "status",
        about: "meaning",
        marked: "Taken as it is.",
        by: "built-in",
      },
    ] as const,
  };

  expect(textToInherit("status", described("State of it."), undefined)).toBe("State of it.");
  expect(textToInherit("status", described("Where it stands. 5 values."), ours)).toBe(
    "Where it stands.",
  );
  expect(
    textToInherit("status", described("Pending further documentation"), undefined),
  ).toBeUndefined();
  expect(textToInherit("status", described("Long.", "{{ doc('status') }}"), undefined)).toBe(
    "{{ doc('status') }}",
  );
  expect(
    textToInherit("status", described("x", "see {{ doc('status') }}"), undefined),
  ).toBeUndefined();
});
