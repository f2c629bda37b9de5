import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Log } from "#runner/ports.ts";
import { postgresFunctions } from "#runner/sql/postgres-functions.ts";
import { createPostgresEngine } from "#runner/warehouse/create-postgres-engine.ts";
import { createPostgresWarehouse } from "#runner/warehouse/create-postgres-warehouse.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { readPostgresRows } from "#runner/warehouse/read-postgres-rows.ts";
import { describeWarehouse, warehouseFixture } from "../contracts/warehouse-contract.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

const limits = { maxRows: 10, maxBytes: 10_000, timeoutMs: 5_000, tag: "buster test-agent run-1" };

/** What a database of somebody's own may hold: names that would run code of theirs. */
const traps = `
  create table public.plain (id integer, name text);
  insert into public.plain values (1, 'one');
  create table public.notes (n integer);
  create function public.leak(public.plain) returns text language sql as $$ select 'leaked' $$;
  create function public.count(text) returns bigint language sql as $$ select 42::bigint $$;
  create function public.same(integer, integer) returns boolean language sql as $$ select true $$;
  create operator public.|>> (leftarg = integer, rightarg = integer, function = public.same);
  create foreign data wrapper remote;
  create server far foreign data wrapper remote;
  create foreign table public.elsewhere (id integer) server far;
  create function public.write_note() returns integer language sql security definer
    as $$ insert into public.notes values (1) returning n $$;
  create view public.v_write as select public.write_note() as n;
  create role reader login;
  grant usage on schema shop, public to reader;
  grant select on all tables in schema shop, public to reader;
`;

/** Since Postgres 16, 17 and 18. */
const sinceLater = new Set(
  `any_value array_reverse array_sample array_shuffle array_sort casefold crc32 crc32c date_add
  date_subtract erf erfc gamma json_agg_strict json_object_agg_strict json_object_agg_unique
  json_object_agg_unique_strict jsonb_agg_strict jsonb_object_agg_strict jsonb_object_agg_unique
  jsonb_object_agg_unique_strict lgamma random_normal system_user to_bin to_oct
  uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7`.split(/\s+/),
);

const postgres = await startPostgres();

describe.skipIf(postgres === undefined)("warehouse on Postgres", () => {
  const owner = postgres?.url ?? "";
  const url = owner.replace("postgres@", "reader@");
  let admin: pg.Client;
  beforeAll(async () => {
    admin = new pg.Client(owner);
    await admin.connect();
    await admin.query(warehouseFixture + traps);
  });
  afterAll(async () => {
    await admin.end();
    await postgres?.stop();
  });

  describeWarehouse(
    async () => {
      const engine = createPostgresEngine({ url, log: silentLog });
      return {
        warehouse: createPostgresWarehouse(engine),
        killEngine: async () => {
          await admin.query("select pg_terminate_backend($1)", [engine.pid()]);
        },
      };
    },
    {
      types: {
        id: "integer",
        amount: "numeric(10,2)",
        at: "timestamp without time zone",
        name: "character varying(20)",
      },
      runaway:
        "select count(*) from shop.numbers a, shop.numbers b, shop.numbers c where (a.n + b.n + c.n) % 7 = 3",
      whenKilled: "warehouse-unavailable",
    },
  );

  describe("its own guard, without the gate", () => {
    const engine = createPostgresEngine({ url: owner, log: silentLog });
    afterAll(() => engine.close());
    const run = async (sql: string, statement = "select") => {
      const told = await engine.inTransaction({ ...limits, names: "role" }, (session) =>
        readPostgresRows(session, sql, { ...limits, statement }),
      );
      return told.kind === "failed" ? told.reason : told.value.rows;
    };

    test.each([
      ["a second statement", "select 1; delete from shop.orders", "multiple commands"],
      [
        "a write inside a query",
        "with d as (delete from shop.orders returning 1) select 1",
        "data-modifying",
      ],
      ["anything but a query", "delete from shop.orders", "syntax error"],
      ["a write by a function", "select public.write_note()", "only reading"],
      ["a write by a view", "select * from public.v_write", "only reading"],
      ["locking rows", "select * from shop.orders for update", "FOR UPDATE|only reading"],
    ])("%s is refused, even to the owner", async (_what, sql, reason) => {
      expect(await run(sql)).toMatch(new RegExp(reason));
    });

    test.each([
      ["a write", "delete from shop.orders", "only reading"],
      ["the way out of READ ONLY", "set transaction read write", "must be set before any query"],
      [
        "a setting that says the same",
        "select set_config('transaction_read_only', 'off', false)",
        "before any query|read-write",
      ],
      ["two statements", "commit; delete from shop.orders", "multiple commands"],
    ])("%s is refused where there is no cursor", async (_what, sql, reason) => {
      expect(await run(sql, "show")).toMatch(new RegExp(reason));
      expect(await run("select count(*) from shop.orders")).toEqual([[2]]);
    });

    test("a commit in the middle leaves nothing behind", async () => {
      await run("commit", "show");

      expect(await run("select count(*) from shop.orders")).toEqual([[2]]);
      expect(await run("select count(*) from public.notes")).toEqual([[0]]);
    });
  });

  describe("names that mean something else in this database", () => {
    const ask = async (sql: string) => {
      const warehouse = await openPostgres({ url, log: silentLog });
      const answer = await warehouse.query(sql, limits);
      await warehouse.close();
      return answer;
    };

    test.each([
      [
        "a function in place of a built-in",
        "select count(name) from plain",
        "function public.count",
      ],
      ["a function behind a column", "select p.leak from plain p", "function public.leak"],
      ["a function behind a row's field", "select (p).leak from plain p", "function public.leak"],
      ["an operator", "select 1 |>> 2 from plain", "operator public.|>>"],
      ["a foreign table", "select * from elsewhere", "foreign table public.elsewhere"],
      ["a foreign table, qualified", "select * from public.elsewhere", "foreign table"],
    ])("%s is refused", async (_what, sql, reason) => {
      expect(await ask(sql)).toEqual({ kind: "refused", reason: expect.stringContaining(reason) });
    });

    test("with every table qualified, built-ins are meant and used", async () => {
      const counted = await ask("select count(name) from public.plain");
      const operator = await ask("select 1 |>> 2 from public.plain");

      expect(counted).toMatchObject({ kind: "rows", result: { rows: [[1]] } });
      expect(operator).toEqual({
        kind: "failed",
        reason: expect.stringContaining("operator does not exist"),
      });
    });

    test("unqualified tables are found where the role looks for them", async () => {
      const answer = await ask("select id, name from plain");

      expect(answer).toMatchObject({ kind: "rows", result: { rows: [[1, "one"]] } });
    });

    test("a view that writes does not write", async () => {
      const answer = await ask("select * from public.v_write");

      expect(answer).toEqual({ kind: "failed", reason: "only reading is allowed" });
      const { rows } = await admin.query("select count(*)::int as n from public.notes");
      expect(rows).toEqual([{ n: 0 }]);
    });

    test("a view that writes does not write when it is copied, and a foreign table is not", async () => {
      const warehouse = await openPostgres({ url, log: silentLog });
      const copy = (name: string) =>
        warehouse.copy({ schema: "public", name }, { timeoutMs: 5_000 });

      const writing = await copy("v_write");
      const foreign = await copy("elsewhere");
      await warehouse.close();

      expect(writing).toEqual({ kind: "failed", reason: "only reading is allowed" });
      expect(foreign).toEqual({
        kind: "refused",
        reason: expect.stringContaining("foreign table public.elsewhere"),
      });
      const { rows } = await admin.query("select count(*)::int as n from public.notes");
      expect(rows).toEqual([{ n: 0 }]);
    });

    test("what the role may not read is not read", async () => {
      const answer = await ask("select * from private.salaries");

      expect(answer).toEqual({
        kind: "failed",
        reason: expect.stringContaining("permission denied"),
      });
    });
  });

  test.each([
    "explain select * from shop.orders",
    "show server_version",
    "select relname, n_live_tup from pg_stat_user_tables",
    "select table_name from information_schema.tables where table_schema = 'shop'",
    "values (1, 'a'), (2, 'b') -- two rows;",
    "/* first */ (select 1) union all (select 2) order by 1;",
    "table shop.orders",
  ])("is answered: %s", async (sql) => {
    const warehouse = await openPostgres({ url, log: silentLog });

    const answer = await warehouse.query(sql, limits);
    await warehouse.close();

    expect(answer).toMatchObject({ kind: "rows" });
    expect(answer.kind === "rows" && answer.result.rows.length).toBeGreaterThan(0);
  });

  test("every function that the gate allows is one of the server's, or of a later one", async () => {
    const { rows } = await admin.query<{ proname: string }>(
      "select distinct proname from pg_proc where pronamespace = 'pg_catalog'::regnamespace",
    );
    const known = new Set(rows.map(({ proname }) => proname));

    const unknown = [...postgresFunctions].filter(
      (name) => !known.has(name) && !sinceLater.has(name),
    );

    expect(unknown).toEqual([]);
  });

  test("the server's list of activity says for which run a query is", async () => {
    const warehouse = await openPostgres({ url, log: silentLog });
    const stop = new AbortController();
    const running = warehouse.query(
      "select count(*) from shop.numbers a, shop.numbers b, shop.numbers c where (a.n + b.n + c.n) % 7 = 3",
      {
        ...limits,
        signal: stop.signal,
      },
    );
    const tagged = async () => {
      const { rows } = await admin.query(
        "select usename from pg_stat_activity where application_name = $1 and state = 'active'",
        [limits.tag],
      );
      return rows;
    };

    await expect.poll(tagged, { timeout: 10_000 }).toEqual([{ usename: "reader" }]);
    stop.abort();
    await running;
    await warehouse.close();

    await expect.poll(tagged, { timeout: 10_000 }).toEqual([]);
  });

  test("a superuser is told about once, a reader not at all", async () => {
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_fields, message) => void warnings.push(message) };

    for (const address of [url, owner]) {
      const warehouse = await openPostgres({ url: address, log });
      await warehouse.query("select 1", limits);
      await warehouse.query("select 2", limits);
      await warehouse.close();
    }

    expect(warnings).toEqual([expect.stringContaining("superuser")]);
  });

  test.each([
    ["no server", "postgres://reader:hunter2@127.0.0.1:1/shop", "127.0.0.1:1/shop"],
    ["no such database", `${url.replace("reader", "reader:hunter2")}x`, "does not exist"],
    ["no such role", url.replace("reader", "nobody-here:hunter2"), "nobody-here"],
  ])(
    "%s: the warehouse is unavailable, and the password stays unsaid",
    async (_what, address, said) => {
      const warehouse = await openPostgres({ url: address, log: silentLog });

      const failure = await warehouse.query("select 1", limits).catch((cause: unknown) => cause);

      expect(failure).toMatchObject({
        code: "warehouse-unavailable",
        message: expect.stringContaining(said),
      });
      expect(JSON.stringify(failure) + String(failure)).not.toContain("hunter2");
      await warehouse.close();
    },
  );
});
