import { expect, test } from "vitest";
import { impactOf } from "#runner/lineage/impact-of.ts";
import { aSide, edited } from "./a-shop.ts";
import { anAnalyst } from "./an-analyst.ts";

const analyst = anAnalyst();

async function impact(changed: Readonly<Record<string, string | undefined>>) {
  const found = await impactOf({ base: aSide(), head: aSide(changed), analyst, dialect: "duckdb" });
  return {
    ...found,
    reached: found.downstream
      .map(
        ({ id, columns }) =>
          `${id}: ${columns === "all" ? columns : [...columns].sort().join(" ")}`,
      )
      .sort(),
    told: found.columns
      .map(({ node, column, change, users }) => {
        const names = users.map(
          (user) =>
            `${user.node}${user.column === undefined ? ` (${user.use})` : `.${user.column}`}`,
        );
        return `${change} ${node}.${column}: ${names.sort().join(" ")}`;
      })
      .sort(),
  };
}

test("a column that is computed in another way reaches only what is made from it", async () => {
  const found = await impact(
    edited("models/marts/fct_orders.sql", "o.amount *", "o.amount * 10 *"),
  );

  expect(found.told).toEqual(["redefined fct_orders.total: dim_customers.lifetime"]);
  expect(found.reached).toEqual([
    "dim_customers: lifetime",
    "exposure:weekly: all",
    "test:no_negative: all",
  ]);
  expect(found.untouched).toEqual(["orders_by_status"]);
  expect(found.downstream.find(({ id }) => id === "dim_customers")?.reasons).toEqual([
    "upstream column fct_orders.total",
  ]);
});

test("a filter that changes reaches everything below, because other rows come out", async () => {
  const found = await impact(edited("models/marts/fct_orders.sql", "'void'", "'gone'"));

  expect(found.changed).toMatchObject([
    { id: "fct_orders", columns: { rows: true, redefined: [] } },
  ]);
  expect(found.reached).toEqual([
    "dim_customers: all",
    "exposure:weekly: all",
    "orders_by_status: all",
    "test:no_negative: all",
  ]);
});

test("a column that a filter uses reaches every column below", async () => {
  const found = await impact(
    edited("models/staging/stg_orders.sql", ", status,", ", lower(status) as status,"),
  );

  expect(found.told).toContain(
    "redefined stg_orders.status: everything.status fct_orders (filter) fct_orders.status orders_by_status (group) orders_by_status.status",
  );
  expect(found.reached).toContain("fct_orders: all");
  expect(found.reached).toContain("everything: status");
});

test("a renamed column is told from one that went and one that came", async () => {
  const renamed = await impact(
    edited("models/staging/stg_orders.sql", ", at ", ", at as ordered_at "),
  );
  const replaced = await impact(
    edited("models/staging/stg_orders.sql", ", at ", ", now() as ordered_at "),
  );

  expect(renamed.changed[0]?.columns).toMatchObject({
    renamed: [{ from: "at", to: "ordered_at" }],
    removed: [],
  });
  expect(replaced.changed[0]?.columns).toMatchObject({
    renamed: [],
    removed: ["at"],
    added: ["ordered_at"],
  });
});

test("a removed column names who still reads it, and its tests", async () => {
  const found = await impact(
    edited("models/marts/fct_orders.sql", "o.amount * {{ var('rate') }} as total, ", ""),
  );

  expect(found.told).toEqual(["removed fct_orders.total: dim_customers.lifetime"]);
  expect(found.downstream.find(({ id }) => id === "dim_customers")?.reasons).toContain(
    "upstream column fct_orders.total",
  );
  expect(found.tests).toContainEqual({ node: "fct_orders", column: "total", test: "not_null" });
});

test("a star below gives on what was added, though its own text is the same", async () => {
  const found = await impact(edited("models/staging/stg_orders.sql", ", at ", ", at, note "));

  expect(found.told).toContain("added stg_orders.note: everything.note");
  expect(found.reached).toEqual(["everything: note"]);
  expect(found.untouched).toContain("fct_orders");
});

test("a comment changes a body and nothing that anybody reads", async () => {
  const found = await impact(
    edited("models/staging/stg_orders.sql", "select", "-- all of them\nselect"),
  );

  expect(found.changed.map(({ id, reasons }) => [id, reasons])).toEqual([["stg_orders", ["body"]]]);
  expect(found.reached).toEqual([]);
});

test("a setting that dbt reads reaches below, one that only sorts nodes does not", async () => {
  const setting = await impact(
    edited("models/marts/_marts.yml", "description: Orders.", "config: {unique_key: id}"),
  );
  const tag = await impact(
    edited("models/marts/_marts.yml", "description: Orders.", "config: {tags: [gold]}"),
  );

  expect(setting.reached).toContain("dim_customers: all");
  expect(tag.changed.map(({ id }) => id)).toEqual(["fct_orders"]);
  expect(tag.reached).toEqual([]);
});

test("what only an incremental run does reaches below, though a full refresh shows nothing", async () => {
  const text = (hours: number) =>
    `select id, total from {{ ref('fct_orders') }} {% if is_incremental() %} where id > ${hours} {% endif %}`;
  const base = aSide({
    "models/marts/slow.sql": text(1),
    "models/marts/after.sql": "select id from {{ ref('slow') }}",
  });
  const head = aSide({
    "models/marts/slow.sql": text(2),
    "models/marts/after.sql": "select id from {{ ref('slow') }}",
  });

  const found = await impactOf({ base, head, analyst, dialect: "duckdb" });

  expect(found.downstream.map(({ id }) => id)).toEqual(["after"]);
});

test("below what cannot be read everything counts, and that is said", async () => {
  const unread = {
    "models/marts/odd.sql": "select {{ mystery() }} frm {{ ref('stg_customers') }} )",
  };
  const base = aSide(unread);
  const head = aSide({
    ...unread,
    ...edited("models/staging/stg_customers.sql", "name, country", "upper(name) as name, country"),
  });

  const found = await impactOf({ base, head, analyst, dialect: "duckdb" });

  expect(found.downstream.find(({ id }) => id === "odd")).toMatchObject({
    columns: "all",
    reasons: ["upstream: stg_customers"],
  });
  expect(found.unclear.map(({ id }) => id)).toContain("odd");
});
