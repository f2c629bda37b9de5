import { afterAll, describe, expect, test } from "vitest";
import { columnFamily } from "#runner/profile/column-family.ts";
import { factValue } from "#runner/profile/fact-value.ts";
import { sameValue } from "#runner/profile/same-value.ts";
import { aDuckDb, aPostgres, type Engine } from "./two-engines.ts";

/** What both engines are given: everyday types, and what is odd about them. */
const data = `
  create schema shop;
  create table shop.orders (
    order_id integer, customer_id bigint, status varchar(20), amount numeric(12,2), weight double precision,
    ratio real, is_gift boolean, placed_at timestamp, shipped date, email varchar(60), note text,
    sku varchar(12), huge numeric(30,4));
  insert into shop.orders
  select i, 1000 + i % 37,
    case i % 5 when 0 then 'paid' when 1 then 'shipped' when 2 then 'returned' else 'open' end,
    case when i % 11 = 0 then null else cast(i * 13 % 977 as numeric(12,2)) / 4 - 3 end,
    case when i % 13 = 0 then null when i % 97 = 0 then cast('NaN' as double precision)
      when i % 101 = 0 then cast('Infinity' as double precision) else i / 7.0 end,
    cast(i % 9 as real) / 10, i % 3 = 0,
    timestamp '2024-01-01 00:00:00' + i * interval '61 minutes',
    case when i % 17 = 0 then null else date '2024-02-01' + cast(i % 90 as integer) end,
    'person' || cast(i as varchar) || '@example.com',
    case when i % 6 = 0 then '' when i % 6 = 1 then ' spaced ' when i % 6 = 2 then 'Ärger 日本' else 'zebra' || cast(i % 50 as varchar) end,
    'A' || chr(cast(65 + i % 26 as integer)) || '-' || cast(1000 + i as varchar),
    cast(i as numeric(30,4)) * 1000000000000000 + 0.0001
  from generate_series(1, 700) as t(i);
  create view shop.v_orders as select * from shop.orders where order_id <= 500;
  create table shop.empty (id integer, name text, amount numeric(10,2), seen timestamp, ok boolean);
  create table shop.one (id integer, name text);
  insert into shop.one values (1, null);
`;

const engines: [string, Engine | undefined][] = [
  ["DuckDB", await aDuckDb(data)],
  ["Postgres", await aPostgres(data)],
];
const postgres = engines[1]?.[1];
afterAll(async () => {
  for (const [, engine] of engines) await engine?.close();
});

const limits = { maxRows: 10, maxBytes: 100_000, timeoutMs: 10_000, tag: "buster test" };
const relations = ["orders", "v_orders", "empty", "one"];

describe.each(engines)("facts of %s", (_name, engine) => {
  describe.skipIf(engine === undefined)("(the server is installed)", () => {
    test.each(relations)("each fact of %s is what its own query answers", async (name) => {
      const answer = await engine?.profile({ schema: "shop", name });
      const facts = answer?.profile.facts ?? [];

      for (const fact of facts) {
        const column = answer?.profile.columns.find(
          (one) => fact.subject === `${name}.${one.name}`,
        );
        const again = await engine?.warehouse.query(fact.query, limits);
        if (again?.kind !== "rows") throw new Error(`${fact.query}: ${again?.reason}`);
        expect(again.result.rows).toHaveLength(1);
        const now = factValue(again.result.rows[0]?.[0] ?? null, kindOf(fact.metric, column?.type));
        const told = { query: fact.query, was: fact.value, now };
        expect({ ...told, same: sameValue(fact, now) }).toEqual({ ...told, same: true });
      }
      expect(facts.length).toBeGreaterThan(3);
      expect(answer?.profile.notes).toEqual([]);
    });
  });
});

describe.skipIf(postgres === undefined)("DuckDB and Postgres", () => {
  test.each(relations)("say the same of %s", async (name) => {
    const [duckdb, server] = await Promise.all(
      engines.map(([, engine]) => engine?.profile({ schema: "shop", name })),
    );
    const tell = (answer: typeof duckdb) =>
      (answer?.profile.facts ?? []).map(({ subject, metric, argument, value }) => ({
        ...{ subject, metric, argument },
        value: typeof value === "number" ? Number(value.toPrecision(10)) : value,
      }));

    expect(tell(server)).toEqual(tell(duckdb));
    expect(server?.profile.columns.map(({ semantics }) => semantics)).toEqual(
      duckdb?.profile.columns.map(({ semantics }) => semantics),
    );
  });
});

function kindOf(metric: string, type: string | undefined): "number" | "text" | "time" {
  if (metric !== "min" && metric !== "max") return "number";
  const family = columnFamily(type ?? "");
  return family === "number" || family === "time" ? family : "text";
}
