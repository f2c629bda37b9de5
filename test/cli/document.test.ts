import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { z } from "zod";
import { orders } from "../documentation/a-documentation.ts";
import { aDirectory } from "./a-directory.ts";
import { runBuster } from "./run-buster.ts";

const Answer = z.strictObject({
  models: z.array(
    z.looseObject({
      name: z.string(),
      status: z.enum(["documented", "unchanged", "failed", "skipped"]),
      path: z.string().nullable(),
      columns: z.number(),
      facts: z.number(),
      relationships: z.array(
        z.strictObject({
          column: z.string(),
          to: z.string(),
          to_column: z.string(),
          cardinality: z.string(),
          coverage: z.number(),
        }),
      ),
      problems: z.array(z.string()),
    }),
  ),
  totals: z.looseObject({ models: z.number(), relationships: z.number() }),
  files: z.array(z.string()),
  notes: z.array(z.string()),
  stopped: z.boolean(),
});
const Verified = z.strictObject({
  checked: z.number(),
  drifted: z.array(
    z.looseObject({
      model: z.string(),
      column: z.string().nullable(),
      sentence: z.string(),
      fact: z.string(),
      was: z.unknown(),
      now: z.unknown(),
    }),
  ),
  problems: z.array(z.string()),
  stale: z.array(z.string()),
});

async function aShop(tables = orders.statements as readonly string[]): Promise<string> {
  const directory = aDirectory({
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: main}\n",
    ...orders.files,
  });
  await change(directory, tables);
  return directory;
}

async function change(directory: string, statements: readonly string[]): Promise<void> {
  const database = await DuckDBInstance.create(join(directory, "shop.duckdb"));
  const connection = await database.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  database.closeSync();
}

test("document, verify, drift, mend: the whole way on the command line", async () => {
  const cwd = await aShop();

  const made = await runBuster(["document", "--json"], { cwd });
  const holds = await runBuster(["docs", "verify", "--json"], { cwd });
  await change(cwd, ["update orders set amount = 5000 where order_id = 3"]);
  const drifted = await runBuster(["docs", "verify", "--json"], { cwd });
  const told = await runBuster(["docs", "verify"], { cwd });
  const mended = await runBuster(["docs", "verify", "--fix"], { cwd });
  const again = await runBuster(["docs", "verify"], { cwd });

  const answer = Answer.parse(JSON.parse(made.out));
  expect(made.code).toBe(0);
  expect(answer.models.find(({ name }) => name === "orders")?.relationships).toMatchObject([
    { column: "customer_id", to: "customers", to_column: "customer_id", coverage: 1 },
  ]);
  expect(holds.code).toBe(0);
  expect(Verified.parse(JSON.parse(holds.out)).drifted).toEqual([]);
  expect(drifted.code).toBe(1);
  const found = Verified.parse(JSON.parse(drifted.out)).drifted;
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]).toMatchObject({ model: "orders" });
  expect(told.out).toMatch(/was 89\.9, is 5000/);
  expect(mended).toMatchObject({
    code: 0,
    out: expect.stringMatching(/mended \d+ sentences? in models/),
  });
  expect(again.code).toBe(0);
}, 120_000);

test("coverage tells what is documented, verified and stale, by model and folder", async () => {
  const cwd = await aShop();
  const before = await runBuster(["docs", "coverage"], { cwd });
  await runBuster(["document"], { cwd });

  const after = await runBuster(["docs", "coverage", "--json"], { cwd });

  expect(before.out).toMatch(/models\/ {2}models 0\/2 \(0%\)/);
  const { totals, folders } = JSON.parse(after.out);
  expect(totals).toMatchObject({
    models: 2,
    described: 2,
    columns: 8,
    describedColumns: 8,
    verified: 10,
    stale: 0,
  });
  expect(folders).toMatchObject([{ folder: "models", described: 2 }]);
}, 60_000);

test("what buster.yml closes is not looked at, its layout holds, and a broken buster.yml closes everything", async () => {
  const cwd = await aShop();
  writeFileSync(
    join(cwd, "buster.yml"),
    "documentation:\n  deny_columns: [status]\n  layout: buster\n",
  );

  const ran = await runBuster(["document", "--json"], { cwd });
  writeFileSync(join(cwd, "buster.yml"), "documentation: [\n");
  const broken = await runBuster(["document"], { cwd });

  expect(ran.code).toBe(0);
  expect(readFileSync(join(cwd, ".buster/facts/orders.json"), "utf8")).not.toContain("returned");
  const yaml = readdirSync(join(cwd, "models"))
    .filter((name) => name.endsWith(".yml"))
    .map((name) => readFileSync(join(cwd, "models", name), "utf8"))
    .join("\n");
  expect(yaml).toMatch(/^\s+relationships:/m);
  expect(yaml).not.toMatch(/^\s+meta:/m);
  expect(broken).toMatchObject({ code: 3, err: expect.stringContaining("buster.yml") });
}, 60_000);

test("a selection that means nothing is wrong use, and nothing is written", async () => {
  const cwd = await aShop();

  const ended = await runBuster(["document", "--select", "ordrs"], { cwd });

  expect(ended.code).toBe(2);
  expect(ended.err).toContain("orders");
  expect(existsSync(join(cwd, ".buster/facts"))).toBe(false);
}, 30_000);

test("without a project, and without a warehouse to verify with, it says what is missing", async () => {
  const empty = aDirectory({ "README.md": "nothing" });
  const bare = aDirectory({ "dbt_project.yml": "name: shop\nprofile: shop\n", ...orders.files });

  const nowhere = await runBuster(["document"], { cwd: empty });
  const unverified = await runBuster(["docs", "verify"], { cwd: bare });

  expect(nowhere).toMatchObject({ code: 3, err: expect.stringContaining("no dbt_project.yml") });
  expect(unverified).toMatchObject({ code: 3, err: expect.stringContaining("WAREHOUSE_URL") });
}, 30_000);

test("Ctrl-C keeps what is finished, and a second start goes on", async () => {
  const count = 60;
  const cwd = aDirectory({
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: main}\n",
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `models/m_${index}.sql`,
        `select * from raw.t_${index}\n`,
      ]),
    ),
  });
  await change(
    cwd,
    Array.from(
      { length: count },
      (_, index) =>
        `create table m_${index} as select i as id, i % 7 as kind, i * 3 as amount from range(20000) t(i)`,
    ),
  );

  const stopped = await runBuster(["document", "--concurrency", "1"], {
    cwd,
    async whenRunning(child) {
      const pages = join(cwd, ".buster/cache/document");
      for (;;) {
        if (existsSync(pages) && readdirSync(pages, { recursive: true }).length > 5) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill("SIGINT");
    },
  });
  const ended = await runBuster(["document", "--json"], { cwd });

  expect(stopped.code).toBe(130);
  expect(stopped.out).toContain("start it again to go on");
  expect(ended.code).toBe(0);
  expect(ended.err).toContain("going on where the last documentation was stopped");
  expect(Answer.parse(JSON.parse(ended.out)).totals.models).toBe(count);
  expect(readFileSync(join(cwd, ".buster/cache/.gitignore"), "utf8")).toBe("*\n");
}, 120_000);
