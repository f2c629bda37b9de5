import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Warehouse } from "#runner/ports.ts";
import { createDuckDbEngine } from "#runner/warehouse/create-duckdb-engine.ts";
import { createDuckDbWarehouse } from "#runner/warehouse/create-duckdb-warehouse.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { describeWarehouse, warehouseFixture } from "../contracts/warehouse-contract.ts";
import { silentLog } from "../workshop/silent-log.ts";

const directory = mkdtempSync(join(tmpdir(), "buster-test-duckdb-"));
const path = join(directory, "bikes.duckdb");
const canary = join(directory, "canary.csv");
const limits = { maxRows: 10, maxBytes: 10_000, timeoutMs: 5_000, tag: "buster test" };

beforeAll(async () => {
  writeFileSync(canary, "a,b\n1,secret\n");
  await write(
    path,
    `${warehouseFixture}
    create view shop.v_file as select * from read_csv('${canary}');`,
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

async function write(file: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

describe("warehouse on DuckDB", () => {
  const words = {
    types: { id: "INTEGER", amount: "DECIMAL(10,2)", at: "TIMESTAMP", name: "VARCHAR" },
    runaway:
      "select count(*) from shop.numbers a, shop.numbers b, shop.numbers c where (a.n + b.n + c.n) % 7 = 3",
    whenKilled: "failed",
  } as const;

  describeWarehouse(async () => {
    const engine = createDuckDbEngine({ path, log: silentLog });
    const warehouse = createDuckDbWarehouse(engine);
    return {
      warehouse,
      killEngine: async () => {
        const pid = engine.pid();
        if (pid === undefined) throw new Error("there is no process yet");
        process.kill(pid, "SIGKILL");
      },
    };
  }, words);
});

describe("DuckDB's own guard, without the gate", () => {
  const engine = createDuckDbEngine({ path, log: silentLog });
  afterAll(() => engine.close());
  const run = async (sql: string) => {
    const told = await engine.ask({ kind: "run", sql, ...limits }, limits);
    return told.kind === "failed" ? told.reason : told.answer;
  };

  test.each([
    ["a second statement", "select 1; select 2", "exactly one statement"],
    ["a setting", "set threads = 4", "only reading"],
    ["a pragma that shows files", "attach 'other.duckdb' as other", "only reading|disabled"],
    [
      "a write",
      "insert into shop.customers values (9, 'Eve', null, true)",
      "only reading|read-only",
    ],
    ["a copy to a file", "copy shop.orders to 'out.csv'", "only reading|disabled"],
    ["a temporary macro", "create temp macro sum(x) as 42", "only reading"],
    ["an extension", "install httpfs", "only reading"],
    ["a file", `select * from read_csv('${canary}')`, "disabled by configuration"],
    ["a file as a table", `select * from '${canary}'`, "disabled|does not exist"],
    ["a file behind a view", "select * from shop.v_file", "disabled by configuration"],
    ["a directory", "select * from glob('/*')", "disabled by configuration"],
    ["an address", "select * from read_text('http://127.0.0.1:1/')", "disabled|extension"],
    ["the environment", "select getenv('PATH')", "does not exist"],
  ])("%s is refused", async (_what, sql, reason) => {
    expect(await run(sql)).toMatch(new RegExp(reason, "i"));
  });

  test("its settings are locked", async () => {
    const locked = await run(
      "select name, value from duckdb_settings() where name in ('enable_external_access', 'lock_configuration') order by 1",
    );

    expect(locked).toMatchObject({
      rows: [
        ["enable_external_access", "false"],
        ["lock_configuration", "true"],
      ],
    });
  });

  test.skipIf(process.platform !== "linux")(
    "its process has no environment (seen on Linux)",
    async () => {
      await run("select 1");

      const environment = readFileSync(`/proc/${engine.pid()}/environ`, "utf8");

      const names = environment
        .split("\0")
        .filter(Boolean)
        .map((entry) => entry.split("=")[0]);
      expect(names.filter((name) => !name?.startsWith("NODE_CHANNEL_"))).toEqual([]);
    },
  );

  test("its process ends with the engine", async () => {
    const other = createDuckDbEngine({ path, log: silentLog });
    await other.database();
    const pid = other.pid() ?? 0;

    await other.close();

    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});

test("its process ends with a program that is killed, even in the middle of a query", async () => {
  const program = `
    import { createDuckDbEngine } from "#runner/warehouse/create-duckdb-engine.ts";
    const engine = createDuckDbEngine({ path: process.argv[1], log: console });
    await engine.database();
    const sql =
      "select count(*) from shop.numbers a, shop.numbers b, shop.numbers c where (a.n + b.n + c.n) % 7 = 3";
    engine.ask({ kind: "run", sql, maxRows: 1, maxBytes: 1 }, { timeoutMs: 60_000 });
    console.log(engine.pid());`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(parent.stdout, "data");
  const pid = Number(String(said));

  parent.kill("SIGKILL");

  await expect.poll(() => isRunning(pid), { timeout: 10_000, interval: 20 }).toBe(false);
});

/** A process that ended may still wait for somebody to ask how. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return (
      process.platform !== "linux" ||
      !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
    );
  } catch {
    return false;
  }
}

describe("a DuckDB file that cannot be read", () => {
  const ask = async (file: string) => {
    const warehouse = await openDuckDb({ path: file, log: silentLog });
    try {
      return await warehouse.query("select 1", limits);
    } finally {
      await warehouse.close();
    }
  };
  const unavailable = (reason: string) => ({
    code: "warehouse-unavailable",
    message: expect.stringContaining(reason),
  });

  test("is missing", async () => {
    const file = join(directory, "missing.duckdb");

    const asked = ask(file);

    await expect(asked).rejects.toMatchObject(unavailable(`${file}: there is no such file`));
  });

  test("is a directory", async () => {
    await expect(ask(directory)).rejects.toMatchObject(unavailable("it is no file"));
  });

  test("holds something else", async () => {
    const file = join(directory, "notes.duckdb");
    writeFileSync(file, "these are notes, not a database ".repeat(1_000));

    await expect(ask(file)).rejects.toMatchObject(unavailable("it is not a DuckDB database"));
  });

  test("is closed to this user", async () => {
    const file = join(directory, "closed.duckdb");
    await write(file, "select 1");
    chmodSync(file, 0o000);
    // Root may read all, unless that right is taken from it.
    const narrowed = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"];
    const script = new URL("./ask-once.ts", import.meta.url).pathname;
    const command = [...(userInfo().uid === 0 ? narrowed : []), process.execPath, script, file];

    const { stdout } = await promisify(execFile)(command[0] ?? "", command.slice(1));

    expect(stdout).toContain("this process may not read it");
  });

  test("is being written by another process, and can be read after it", async () => {
    const file = join(directory, "busy.duckdb");
    const instance = await DuckDBInstance.create(file);
    const warehouse = await openDuckDb({ path: file, log: silentLog });

    const busy = await warehouse.query("select 1", limits).catch((cause: unknown) => cause);
    instance.closeSync();
    const free = await warehouse.query("select 1", limits);
    await warehouse.close();

    expect(busy).toMatchObject(unavailable("another process has it open for writing"));
    expect(free).toMatchObject({ kind: "rows" });
  });
});

describe("statements that ask for too much", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openDuckDb({ path, log: silentLog });
  });
  afterAll(() => warehouse.close());

  test.each([
    "select count(*) from range(1000000000000) t(i) where i % 7 = 3",
    "select len(range(10000000000))",
    "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
    "select * from range(2000000000) t(i) order by hash(i)",
    "select length(string_agg(repeat('x', 1000000), '')) from range(100000)",
    "select a.*, b.* from range(1000000) a, range(1000000) b",
    "pivot (select range as r from range(100000)) on r",
  ])("end or are cut, and the next query is answered: %s", async (sql) => {
    const answer = await warehouse.query(sql, { ...limits, timeoutMs: 600 });
    const next = await warehouse.query("select 1", limits);

    expect([answer.kind, answer.kind === "rows" && answer.result.truncated]).toBeOneOf([
      ["failed", false],
      ["refused", false],
      ["rows", true],
    ]);
    expect(next).toMatchObject({ kind: "rows", result: { rows: [[1]] } });
  });
});
