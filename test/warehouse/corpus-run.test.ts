import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Warehouse } from "#runner/ports.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

const Line = z.object({ sql: z.string(), expect: z.enum(["allow", "deny"]), why: z.string() });
const canary = "canary-5f0c1a";
const timeoutMs = 1_500;
/** What a cancelled statement may need to end, on a busy machine. */
const graceMs = 2_500;

const tables = `
  create table customers (id integer, name varchar, email varchar, country varchar, segment varchar);
  create table orders (id integer, customer_id integer, status varchar, currency varchar, amount numeric(10, 2),
    discount numeric(10, 2), order_ts timestamp);
  create table events (id integer, user_id integer, event_type varchar, event_ts timestamp, payload json);
  create table dim_date (d date, is_weekend boolean);
  create table products (id integer, sku varchar, name varchar, tags varchar[]);
  insert into products values (1, 'sku1', 'p1', array['a', 'b']);
  insert into customers select i, 'n' || i, 'e' || i || '@x.y', 'DE', 's' from generate_series(1, 300) as t(i);
  insert into orders select i, 1 + i % 300, 'paid', 'EUR', i, 1, timestamp '2026-01-01' from generate_series(1, 900) as t(i);
  insert into events select i, i, 'login', timestamp '2026-01-01', '{"page": "a", "n": 1}' from generate_series(1, 600) as t(i);
  create schema private;
  create table private.secrets (k varchar);
  insert into private.secrets values ('${canary}');
`;

let directory: string;
let listener: Server;
let connections = 0;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "buster-corpus-"));
  for (const file of ["canary.txt", "canary.csv", "canary.json"]) {
    writeFileSync(join(directory, file), `${canary}\n`);
  }
  listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((done) => void listener.listen(0, "127.0.0.1", done));
});
afterAll(() => {
  listener.close();
  rmSync(directory, { recursive: true });
});

/** The statements, with their canaries where ours are. */
function statementsOf(dialect: string): string[] {
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return [dialect, `${dialect}-own`]
    .flatMap((name) => readFileSync(`test/fixtures/sql/${name}.jsonl`, "utf8").trim().split("\n"))
    .map((line) => Line.parse(JSON.parse(line)).sql)
    .map((sql) =>
      sql
        .replaceAll(/\/var\/lib\/canary\/eff(_ro)?/g, directory)
        .replaceAll(/5599[89]/g, String(port)),
    );
}

/** What went wrong, and how many were answered with rows. */
async function runAll(
  warehouse: Warehouse,
  statements: readonly string[],
  denySchemas: readonly string[],
) {
  const wrong: string[] = [];
  let answered = 0;
  for (const sql of statements) {
    const from = performance.now();
    const answer = await warehouse.query(sql, {
      ...{ maxRows: 1_000, maxBytes: 100_000, timeoutMs, tag: "corpus" },
      access: { allowSchemas: [], denySchemas, denyColumns: [] },
    });
    if (answer.kind === "rows") answered++;
    if (performance.now() - from > timeoutMs + graceMs) wrong.push(`outlived its limit: ${sql}`);
    if (JSON.stringify(answer).includes(canary)) wrong.push(`showed a secret: ${sql}`);
  }
  return { wrong, answered };
}

const filesNow = () => readdirSync(directory).filter((name) => !name.startsWith("shop.duckdb"));

const postgres = await startPostgres();

describe.skipIf(postgres === undefined)("every statement of the corpora on a real Postgres", () => {
  const owner = postgres?.url ?? "";
  let admin: pg.Client;
  beforeAll(async () => {
    admin = new pg.Client(owner);
    await admin.connect();
    await admin.query(tables.replace("payload json", "payload jsonb"));
    // Whoever may read every schema may read it; in DuckDB it is closed.
    await admin.query("truncate private.secrets");
    await admin.query(
      "create view mv_sales as select * from orders; create sequence s1; create table notes (n integer)",
    );
    await admin.query(`create function evil_write() returns integer language sql security definer
      as $$ insert into notes values (1) returning n $$`);
    await admin.query("create view v_evil as select evil_write() as n");
    await admin.query(
      "create function evil_row(customers) returns text language sql as $$ select 'x' $$",
    );
  });
  afterAll(async () => {
    await admin.end();
    await postgres?.stop();
  });
  const state = async () => {
    const { rows } = await admin.query(`
      select (select count(*) from pg_class) as relations, (select count(*) from pg_proc) as functions,
        (select count(*) from pg_roles) as roles, (select count(*) from pg_largeobject_metadata) as objects,
        (select count(*) from pg_replication_slots) as slots, (select count(*) from pg_db_role_setting) as settings,
        (select last_value || is_called::text from s1) as sequence, (select count(*) from notes) as notes,
        (select md5(string_agg(c::text, ',' order by c.id)) from customers c) as customers,
        (select md5(string_agg(o::text, ',' order by o.id)) from orders o) as orders`);
    return rows;
  };

  test("changes nothing, shows no secret, opens no connection and ends in time, even as the owner", async () => {
    const warehouse = await openPostgres({ url: owner, log: silentLog });
    const [before, files, calls] = [await state(), filesNow(), connections];

    const { wrong, answered } = await runAll(warehouse, statementsOf("postgres"), []);
    const next = await warehouse.query("select 1", {
      maxRows: 1,
      maxBytes: 100,
      timeoutMs,
      tag: "x",
    });
    await warehouse.close();

    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(70);
    expect(await state()).toEqual(before);
    expect([filesNow(), connections]).toEqual([files, calls]);
    expect(next.kind).toBe("rows");
  }, 60_000);
});

describe("every statement of the corpora on a real DuckDB", () => {
  test("changes nothing, shows no secret, opens no connection and ends in time", async () => {
    const path = join(directory, "shop.duckdb");
    const instance = await DuckDBInstance.create(path);
    const maker = await instance.connect();
    await maker.run(tables);
    await maker.run(`create view v_file as select * from read_text('${directory}/canary.txt')`);
    maker.closeSync();
    instance.closeSync();
    const digest = () => createHash("sha256").update(readFileSync(path)).digest("hex");
    const [before, files, calls] = [digest(), filesNow(), connections];
    const warehouse = await openDuckDb({ path, log: silentLog });

    const { wrong, answered } = await runAll(warehouse, statementsOf("duckdb"), ["private"]);
    const next = await warehouse.query("select 1", {
      maxRows: 1,
      maxBytes: 100,
      timeoutMs,
      tag: "x",
    });
    await warehouse.close();

    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(70);
    expect(digest()).toBe(before);
    expect([filesNow(), connections]).toEqual([files, calls]);
    expect(next.kind).toBe("rows");
  }, 60_000);
});
