import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import type { Warehouse } from "#runner/ports.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aToolWorld } from "./a-tool-world.ts";

const tables = `
  create schema analytics;
  create type public.mood as enum ('glad', 'sad');
  create domain public.score as numeric(6, 2) check (value >= 0);
  create table analytics.fct_orders as
    select n as order_id, case when n % 10 = 0 then null else n % 40 end as customer_id,
      (array['open', 'paid', 'paid', 'paid'])[n % 4 + 1]::varchar(10) as status,
      case when n % 5 = 0 then '' else 'note ' || n end as note,
      (n * 1.25)::numeric(12, 2) as amount, n::double precision / 3 as ratio, n % 3 = 0 as is_gift,
      timestamp '2024-01-01' + n * interval '1 hour' as ordered_at,
      timestamptz '2024-01-01 00:00+00' as loaded_at, date '2024-02-29' as leap_day,
      jsonb_build_object('n', n) as payload, array[n] as list, gen_random_uuid() as token,
      (case when n % 4 = 0 then 'sad' else 'glad' end)::public.mood as mood, (n / 2)::public.score as score, interval '1 day' as span, '\\x00'::bytea as bytes
    from generate_series(1, 200) n;
  create view analytics.only_paid as select order_id, amount from analytics.fct_orders where status = 'paid';
  create table analytics."Odd Name" ("Mixed Case" integer, "select" text);
`;
const postgres = await startPostgres();

describe.skipIf(postgres === undefined)("facts from Postgres", () => {
  let admin: pg.Client;
  let warehouse: Warehouse;
  beforeAll(async () => {
    admin = new pg.Client(postgres?.url ?? "");
    await admin.connect();
    await admin.query(tables);
    warehouse = await openPostgres({ url: postgres?.url ?? "", log: silentLog });
  });
  afterAll(async () => {
    await warehouse.close();
    await admin.end();
    await postgres?.stop();
  });

  test("every fact's query gives its value again, columns of every kind included", async () => {
    const { profile, facts } = aToolWorld({ warehouse });

    const answer = await profile({ table: "analytics.fct_orders" });

    expect(answer.outcome).toBe("ok");
    expect(answer.text).not.toMatch(/not measured|only counts and ranges/);
    expect(facts.length).toBeGreaterThan(60);
    for (const { query, value } of facts) {
      const { rows } = await admin.query({ text: query, rowMode: "array" });
      const found: unknown = rows[0]?.[0];
      const wanted = typeof value === "number" ? Number(found) : found;
      expect(wanted, query).toEqual(value);
    }
  });

  test("facts equal what hand-written SQL says", async () => {
    const { profile, facts } = aToolWorld({ warehouse });
    await profile({ table: "analytics.fct_orders" });
    const said = (column: string, metric: string, argument?: string) =>
      facts.find(
        (fact) =>
          fact.subject === `analytics.fct_orders.${column}` &&
          fact.metric === metric &&
          fact.argument === argument,
      )?.value;

    expect(said("customer_id", "null_count")).toBe(20);
    expect(said("status", "share", "paid")).toBe(0.75);
    expect(said("note", "empty_count")).toBe(40);
    expect(said("amount", "p50")).toBe(125);
    expect(said("amount", "max")).toBe(250);
    expect(said("is_gift", "true_count")).toBe(66);
    expect(said("ordered_at", "max")).toBe("2024-01-09 08:00:00");
    expect(said("leap_day", "min")).toBe("2024-02-29");
    expect(said("token", "distinct_count")).toBe(200);
    expect(said("payload", "distinct_count")).toBeUndefined();
    expect(said("mood", "share", "sad")).toBe(0.25);
    expect(said("score", "max")).toBe(100);
    expect(said("score", "p50")).toBe(50);
  });

  test("an enum is called by its own name, and measured as a closed set", async () => {
    const relation = { schema: "analytics", name: "fct_orders" };
    const columns = (await warehouse.columns(relation)) ?? [];
    const clock = { now: () => new Date(), sleep: async () => {} };

    const answer = await profileRelation(
      { warehouse, clock, signal: new AbortController().signal, tag: "test" },
      { subject: "fct_orders", relation, columns },
    );

    if (answer.kind !== "profiled") throw new Error(answer.reason);
    const of = (name: string) => answer.profile.columns.find((column) => column.name === name);
    expect(of("mood")).toMatchObject({ type: "mood", family: "plain", semantics: "enum" });
    expect(of("score")).toMatchObject({ type: "score", family: "number", max: 100 });
  });

  test("views and names that need quotes are measured too", async () => {
    const { profile } = aToolWorld({ warehouse });

    const view = await profile({ table: "analytics.only_paid" });
    const odd = await profile({ table: "analytics.Odd Name" });

    expect(view.text).toContain("row_count=150");
    expect(odd.text).toContain('"Mixed Case" integer: ');
  });
});
