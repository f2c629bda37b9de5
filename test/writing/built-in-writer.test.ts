import { expect, test } from "vitest";
import { markedToPlain } from "#runner/facts/marked-to-plain.ts";
import { assemble } from "#runner/writing/assemble.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { createBuiltInWriter, writeStatements } from "#runner/writing/create-built-in-writer.ts";
import { aBrief, aColumn, anOrderKey, aRelationship } from "./a-brief.ts";

const write = (brief: Brief) => assemble(writeStatements(brief), brief);
const columnOf = (brief: Brief, name: string) =>
  write(brief).columns.find((column) => column.name === name)?.description;

test("each measured thing carries the fact that it stands on", () => {
  const brief = aBrief({ rows: 120_512, columns: [anOrderKey] });

  const contents = writeStatements(brief).filter(({ part }) => part === "contents");

  expect(contents.map(({ marked }) => marked)).toEqual([
    "One row per order_id {F4,F2}.",
    "Scale: about 120,000 {F1} rows as of November 2026.",
  ]);
});

test("of an empty table it says that it is empty, and nothing of its values", () => {
  const brief = aBrief({
    rows: 0,
    columns: [aColumn("status", { null_count: 0, distinct_count: 0 }), anOrderKey],
    upstream: ["stg_orders"],
  });

  expect(write(brief).description).toBe(
    "Fact model of orders, made from stg_orders.\n\nContents: 0 rows as of November 2026: what its data looks like is not known.\n\nLineage: Reads stg_orders.",
  );
  expect(columnOf(brief, "status")).toBeUndefined();
});

test("a column without a value, and one with a single one, are told as such", () => {
  const brief = aBrief({
    columns: [
      aColumn("legacy_code", { null_count: 1000, null_share: 1, distinct_count: 0 }),
      aColumn(
        "currency",
        { null_count: 0, distinct_count: 1, is_unique: false, "share:EUR": 1 },
        { semantics: "enum" },
      ),
    ],
  });

  expect(columnOf(brief, "legacy_code")).toBe("Always null.");
  expect(write(brief).description).toContain(
    "Critical Context:\n- legacy_code is always null.\n- currency has a single value, 'EUR'.",
  );
  expect(write(brief).columns.find(({ name }) => name === "currency")?.options).toBeUndefined();
});

test("one row is no proof of a key", () => {
  const brief = aBrief({
    rows: 1,
    columns: [aColumn("order_id", { null_count: 0, distinct_count: 1, is_unique: true })],
  });

  expect(write(brief).description).toBe(
    "Fact model of orders.\n\nContents: Scale: 1 row as of November 2026.",
  );
});

test("without a warehouse there is only what SQL and lineage say", () => {
  const brief: Brief = {
    ...aBrief({
      name: "dim_customers",
      sql: "-- People who bought something.\nselect c.customer_id, count(*) as orders from {{ ref('stg_customers') }} c where c.is_test = false group by 1",
      lineage: {
        kind: "known",
        columns: [
          {
            name: "customer_id",
            kind: "passthrough",
            from: [{ node: "stg_customers", column: "customer_id" }],
            expression: undefined,
          },
          { name: "orders", kind: "aggregated", from: [], expression: "COUNT(*)" },
        ],
        uses: [],
        joins: [],
      },
      downstream: ["exposure.weekly_revenue", "mart_sales"],
    }),
    profile: undefined,
    facts: [],
    unmeasured: "no warehouse is configured",
  };

  expect(write(brief)).toEqual({
    section: "models",
    name: "dim_customers",
    description: [
      "Dimension of customers: stg_customers aggregated by customer_id.",
      "Purpose: People who bought something. Read by mart_sales and by the exposure weekly_revenue.",
      "Lineage: Starts from stg_customers. Keeps rows where `c.is_test = false`. Aggregates by customer_id. Computed here: orders.",
      "Critical Context:\n- orders: number of rows of stg_customers where `c.is_test = false`, per customer_id.",
    ].join("\n\n"),
    columns: [
      { name: "customer_id", description: "Taken from stg_customers as it is." },
      {
        name: "orders",
        description: "Number of rows of stg_customers where `c.is_test = false`, per customer_id.",
      },
    ],
    relationships: [],
  });
});

test("a wide table has a short description", () => {
  const columns = Array.from({ length: 1000 }, (_, at) =>
    aColumn(`c${at}`, {
      null_count: 500,
      null_share: 0.5,
      empty_count: 300,
      distinct_count: 1,
      "share:x": 0.5,
    }),
  );
  const brief = aBrief({ columns: [anOrderKey, ...columns] });

  const { description = "", columns: wanted } = write(brief);

  expect(description.split("\n").length).toBeLessThanOrEqual(30);
  expect(description.length).toBeLessThan(2_500);
  expect(wanted).toHaveLength(1001);
});

test("names and values that could break a text are left out or fenced in backticks", () => {
  const brief = aBrief({
    columns: [
      aColumn(
        "Order ID",
        { null_count: 0, distinct_count: 1000, is_unique: true },
        { type: "INTEGER", family: "number", semantics: "key" },
      ),
      aColumn("{{ x }}", { null_count: 300, null_share: 0.3 }),
      aColumn(
        "größe",
        {
          null_count: 0,
          distinct_count: 3,
          is_unique: false,
          "share:{{ x }}": 0.6,
          "share:klein": 0.3,
          "share:it's": 0.1,
        },
        { semantics: "enum" },
      ),
    ],
  });

  const { description, columns } = write(brief);

  expect(description).toContain("One row per `Order ID`.");
  expect(
    JSON.stringify(columns.map(({ description: text, options }) => [text, options])),
  ).not.toContain("{{");
  expect(columnOf(brief, "größe")).toBe("Never null. 3 distinct values.");
});

test("a description is inherited whole, of one with numbers the sentences go alone", () => {
  const inherited = (text: string) =>
    writeStatements(
      aBrief({
        columns: [anOrderKey],
        inherited: [{ column: "order_id", text, origin: "stg.order_id" }],
      }),
    ).filter(({ part, about }) => part === "column" && about === "meaning");

  expect(inherited("Key of the order,\nas printed").map(({ marked, by }) => [marked, by])).toEqual([
    ["Key of the order,\nas printed.", "stg.order_id"],
  ]);
  expect(inherited("Key of the order. It has 9 digits.").map(({ marked }) => marked)).toEqual([
    "Key of the order.",
    "It has 9 digits.",
  ]);
  expect(inherited("{{ doc('order_id') }}").map(({ marked }) => marked)).toEqual([
    "{{ doc('order_id') }}",
  ]);
  expect(inherited("see {{ var('x') }}").map(({ by }) => by)).toEqual(["built-in"]);
});

test("a description that refers to dbt's docs is nothing but that", () => {
  const brief = aBrief({
    columns: [anOrderKey],
    inherited: [{ column: "order_id", text: "{{ doc('order_id') }}", origin: "stg.order_id" }],
  });

  expect(columnOf(brief, "order_id")).toBe("{{ doc('order_id') }}");
});

test("values of people are counted and never shown", () => {
  const brief = aBrief({
    columns: [
      aColumn(
        "email",
        { null_count: 0, distinct_count: 2, is_unique: false, "share:ann@example.com": 0.9 },
        { semantics: "email" },
      ),
    ],
  });

  expect(JSON.stringify(write(brief))).not.toContain("ann");
  expect(columnOf(brief, "email")).toBe("Never null. 2 distinct values.");
});

test("a foreign key has the four lines of the reference, orphans and nulls in the join", () => {
  const customer = aColumn(
    "customer_id",
    { null_count: 100, null_share: 0.1, distinct_count: 400, is_unique: false },
    { type: "INTEGER", family: "number", semantics: "foreign_key" },
  );
  const brief = aBrief({
    columns: [anOrderKey, customer],
    relationships: [aRelationship({ nonNull: 900, orphanRows: 9, orphanKeys: 3, coverage: 0.99 })],
  });

  const [relationship] = write(brief).relationships;

  expect(relationship).toMatchObject({
    name: "dim_customers",
    sourceCol: "customer_id",
    refCol: "customer_id",
    cardinality: "many-to-one",
  });
  expect(relationship?.description).toMatchInlineSnapshot(`
    "Business relationship: An order refers to its customer, a row of dim_customers: customer_id is the customer_id of that row. Declared by a test or a constraint of the project.
    Join considerations: A left join on customer_id = dim_customers.customer_id keeps the number of rows; an inner join drops rows, because customer_id is null in 10% of the rows and 1% of the rows that have a value are without a match.
    Coverage: 99% of the rows that have a value match dim_customers; 9 rows are without a parent. 50% of the customer_id values of dim_customers occur here.
    Cardinality notes: Many-to-one from here to dim_customers. Rows here per customer_id, among those that have a row in dim_customers: 2 at the median, 5 at the 95th percentile, 9 at most; a join from dim_customers repeats its rows as often."
  `);
});

test("of a key with orphans it says among which rows it counted, and how many a join drops", () => {
  const brief = aBrief({
    columns: [anOrderKey, aColumn("customer_id", { null_count: 40, null_share: 0.04 })],
    relationships: [
      aRelationship({ nonNull: 960, orphanRows: 240, orphanKeys: 80, coverage: 0.75 }),
    ],
  });

  const { description, relationships } = write(brief);

  expect(description).toContain(
    "- Rows per customer_id, among those that have a row in dim_customers: 2 at the median",
  );
  expect(relationships[0]?.description).toContain(
    "an inner join drops rows, because customer_id is null in 4% of the rows and 25% of the rows that have a value are without a match.",
  );
});

test("relations that have little in common are not about the same thing", () => {
  const brief = aBrief({
    columns: [anOrderKey, aColumn("customer_id", { null_count: 0 })],
    relationships: [
      aRelationship({
        cardinality: "one-to-one",
        orphanRows: 890,
        orphanKeys: 890,
        coverage: 0.11,
      }),
    ],
  });

  const { relationships, columns } = write(brief);

  expect(relationships[0]?.description).not.toContain("same thing");
  expect(relationships[0]?.description).toContain(
    "Cardinality notes: One-to-one from here to dim_customers, where a row has a match: 11% of the rows do.",
  );
  expect(columns.find(({ name }) => name === "customer_id")?.description).toContain(
    "Refers to dim_customers, where 11% of its values match.",
  );
});

test("where the largest values are frequent there is no long tail", () => {
  const price = (max: number) =>
    aColumn(
      "price",
      { null_count: 0, min: 4.75, max, p50: 699.1, p95: 3578.27, mean: 1258.66 },
      { type: "DOUBLE", family: "number", semantics: "money" },
    );
  const told = (max: number) => write(aBrief({ columns: [price(max)] })).description;

  expect(told(3578.27)).not.toContain("long tail");
  expect(told(90_000)).toContain("- price: a long tail of large values");
});

test("a key among a few rows is one by its name, anything else by chance", () => {
  const unique = { null_count: 0, distinct_count: 8, is_unique: true };
  const told = (rows: number) =>
    writeStatements(aBrief({ rows, columns: [aColumn("city", unique), aColumn("zip_id", unique)] }))
      .filter(({ part }) => part === "contents" || part === "context")
      .map(({ marked }) => marked);

  expect(told(8)).toEqual([
    "One row per zip_id {F7,F5}.",
    "Scale: 8 {F1} rows as of November 2026.",
  ]);
  expect(told(800)).toContain("Each of city {F4,F2} and zip_id {F7,F5} identifies a row alone.");
});

test("asked again for what was refused, it has nothing better to offer", async () => {
  const brief = aBrief({ columns: [anOrderKey] });
  const writer = createBuiltInWriter();
  const { statements, cost } = await writer.write(brief, []);

  const again = await writer.write(brief, [{ statement: statements[0], reason: "x" }]);

  expect(cost).toBeUndefined();
  expect(statements.map(({ marked }) => markedToPlain(marked))).toContain("One row per order_id.");
  expect(again.statements).toEqual([]);
});
