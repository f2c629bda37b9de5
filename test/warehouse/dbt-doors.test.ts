import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Hands, Warehouse, WarehouseDoor } from "#runner/ports.ts";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { askForDbt } from "#runner/tools/ask-warehouse.ts";
import { createWarehouseDoor } from "#runner/warehouse/create-warehouse-door.ts";
import { openWarehouse } from "#runner/warehouse/open-warehouse.ts";
import { type FreshServer, startPostgres } from "../fresh-database.ts";
import { findDbt, machine } from "../machine.ts";
import { aRun } from "../workshop/a-run.ts";
import { silentLog } from "../workshop/silent-log.ts";

const secret = "canary-of-the-warehouse";

describe.skipIf(!machine.postgres)("Postgres for dbt (needs Postgres)", () => {
  let postgres: FreshServer;
  let warehouse: Warehouse;
  let url: string;
  let directory: string;
  beforeAll(async () => {
    const started = await startPostgres();
    if (started === undefined) throw new Error("Postgres is gone");
    postgres = started;
    const client = new pg.Client(postgres.url);
    await client.connect();
    await client.query(`
      create table orders (id int, amount numeric(10, 2), is_paid boolean);
      insert into orders values (1, 9.50, true), (2, null, false), (3, 7, true);
      create schema hr; create table hr.pay (who text, salary int); insert into hr.pay values ('x', 1);
      create role dbt_reader login password '${secret}'; grant select on orders to dbt_reader;
      grant usage on schema hr to dbt_reader; grant select on hr.pay to dbt_reader`);
    await client.end();
    url = postgres.url.replace("postgres@", `dbt_reader:${secret}@`);
    warehouse = await openWarehouse({ kind: "postgres", url }, silentLog);
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "buster-test-door-"));
    return () => rmSync(directory, { recursive: true, force: true });
  });
  afterAll(async () => {
    await warehouse.close();
    await postgres.stop();
  });

  const aDoor = (denySchemas: string[] = []): WarehouseDoor => {
    const file = `
name: helper
prompt: help
triggers: [{ type: pull_request }]
restrictions: { sql: { deny_schemas: [${denySchemas.join()}], max_rows_returned: 2 } }`;
    const run = aRun({ file });
    const { signal } = new AbortController();
    const door = createWarehouseDoor({
      url,
      access: run.agent.restrictions.sql,
      ask: (sql, about) => askForDbt({ run, signal }, warehouse, sql, about),
    });
    if (door === undefined) throw new Error("no door");
    return door;
  };
  const connect = async (door: WarehouseDoor) => {
    const opened = await door.open(join(directory, door.name));
    const client = new pg.Client({ host: directory, port: 5432, user: "anyone", password: "no" });
    await client.connect();
    return { client, close: () => client.end().then(() => opened.close()) };
  };

  test("a client reads through the gate, with types, and needs no password", async () => {
    const { client, close } = await connect(aDoor());

    await client.query("BEGIN");
    const { rows } = await client.query(
      "select id, amount, is_paid from public.orders where id < 3 order by id",
    );
    await client.query("ROLLBACK");
    await close();

    expect(rows).toEqual([
      { id: 1, amount: "9.5", is_paid: true },
      { id: 2, amount: null, is_paid: false },
    ]);
  });

  test.each([
    ["a change", "delete from public.orders"],
    ["two statements", "select 1; drop table public.orders"],
    ["leaving the transaction", "commit; drop table public.orders"],
    ["a file of the server", "select pg_read_file('/etc/passwd')"],
    ["a schema that is closed to the agent", "select * from hr.pay"],
    ["more rows than the agent may read", "select * from public.orders"],
    ["the extended protocol", { text: "select $1::int", values: [1] }],
  ])("%s is refused, and the connection goes on", async (_what, sql) => {
    const { client, close } = await connect(aDoor(["hr"]));

    await expect(client.query(sql)).rejects.toThrow(/refused|larger|simple query/);
    const { rows } = await client.query("select count(*)::int as n from public.orders");
    await close();

    expect(rows).toEqual([{ n: 3 }]);
  });

  describe.skipIf(!machine.dbt || !machine.bubblewrap)(
    "with dbt (needs dbt and bubblewrap)",
    () => {
      let hands: Hands;
      let workspace: string;
      beforeAll(async () => {
        workspace = mkdtempSync(join(tmpdir(), "buster-test-dbt-"));
        writeProject(workspace);
        const bin = dirname(findDbt() ?? "");
        const sandbox = createBubblewrapSandbox({ readOnly: [dirname(bin)], path: [bin] });
        const signal = AbortSignal.timeout(120_000);
        hands = await sandbox.open({ directory: workspace, runId: "run-1", signal });
      });
      afterAll(async () => {
        await hands.close();
        rmSync(workspace, { recursive: true });
      });

      test("tests run on the warehouse, and nothing inside holds its password", async () => {
        const door = aDoor(["hr"]);
        const path = await hands.admit(door);
        if (!path.ok) throw new Error(path.reason);
        const profile = { shop: { target: "t", outputs: { t: door.profile(path.value) } } };
        await hands.write("profiles.yml", JSON.stringify(profile));

        const answer = await hands.exec(["dbt", "--no-use-colors", "test", "--profiles-dir", "."], {
          timeoutMs: 100_000,
          env: {
            DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
            DBT_TARGET_PATH: "/tmp/t",
            DBT_LOG_PATH: "/tmp/l",
          },
        });
        const search = await hands.exec(
          ["grep", "-rs", secret, "/tmp", "/buster/work", "/buster/doors"],
          {
            timeoutMs: 20_000,
            env: {},
          },
        );

        expect(JSON.stringify(answer)).toContain("PASS=1 WARN=0 ERROR=1");
        expect(JSON.stringify(answer)).toContain("refused: ");
        expect(search).toMatchObject({ ok: true, value: { stdout: "" } });
        expect(JSON.stringify(answer)).not.toContain(secret);
      }, 120_000);
    },
  );
});

describe.skipIf(!machine.dbt || !machine.bubblewrap)(
  "DuckDB for dbt (needs dbt and bubblewrap)",
  () => {
    test("dbt reads a copy that it cannot change, and an agent with closed schemas gets none", async () => {
      const home = mkdtempSync(join(tmpdir(), "buster-test-dbt-"));
      const file = join(home, "shop.duckdb");
      const bin = dirname(findDbt() ?? "");
      const script = `import duckdb; duckdb.connect("${file}").execute("create table orders as select 1 as id")`;
      execFileSync(join(bin, "python"), ["-c", script]);
      const workspace = join(home, "workspace");
      mkdirSync(workspace);
      writeProject(workspace);
      const refuse = async () => ({ kind: "refused" as const, reason: "nobody asks here" });
      const doorFor = (denySchemas: string[]) =>
        createWarehouseDoor({
          url: `duckdb:${file}`,
          access: { allowSchemas: [], denySchemas, denyColumns: [] },
          ask: refuse,
        });
      const door = doorFor([]);
      if (door === undefined) throw new Error("no door");
      const sandbox = createBubblewrapSandbox({ readOnly: [dirname(bin)], path: [bin] });
      const signal = AbortSignal.timeout(120_000);
      const hands = await sandbox.open({ directory: workspace, runId: "run-1", signal });

      const path = await hands.admit(door);
      if (!path.ok) throw new Error(path.reason);
      const profile = { shop: { target: "t", outputs: { t: door.profile(path.value) } } };
      await hands.write("profiles.yml", JSON.stringify(profile));
      await hands.write(
        "tests/ids_are_there.sql",
        "select id from shop.main.orders where id is null",
      );
      await hands.write("models/m.sql", "select 1 as x");
      const dbt = (command: string) =>
        hands.exec(["dbt", "--no-use-colors", command, "--profiles-dir", "."], {
          timeoutMs: 100_000,
          env: { DBT_TARGET_PATH: "/tmp/t", DBT_LOG_PATH: "/tmp/l" },
        });
      const [tested, ran] = [await dbt("test"), await dbt("run")];
      await hands.close();
      rmSync(home, { recursive: true });

      expect(JSON.stringify(tested)).toContain("PASS ids_are_there");
      expect(JSON.stringify(ran)).toContain("read-only");
      expect(doorFor(["hr"])).toBeUndefined();
    }, 120_000);
  },
);

/** A project with a test that passes, and one that reads what is closed. */
function writeProject(workspace: string): void {
  mkdirSync(join(workspace, "tests"));
  mkdirSync(join(workspace, "models"));
  const files = {
    "dbt_project.yml": "name: shop\nprofile: shop\nversion: '1.0'\n",
    "tests/ids_are_there.sql": "select id from public.orders where id is null",
    "tests/nobody_earns.sql": "select * from hr.pay",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
}
