import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { aDirectory } from "./a-directory.ts";
import { runBuster } from "./run-buster.ts";

async function aShop(): Promise<string> {
  const directory = aDirectory({
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: main}\n",
    "models/orders.sql": "select 1",
    "models/gone.sql": "select 1",
  });
  const database = await DuckDBInstance.create(join(directory, "shop.duckdb"));
  const connection = await database.connect();
  await connection.run(`create table orders as select i as order_id, 'p' || i || '@example.com' as email,
    case when i % 4 = 0 then 'paid' else 'open' end as status, (i / 2)::decimal(10,2) as amount
    from range(1, 401) r(i)`);
  connection.closeSync();
  database.closeSync();
  return directory;
}

test("a model is measured and told as a table, without what people keep to themselves", async () => {
  const cwd = await aShop();

  const { code, out } = await runBuster(["profile", "orders"], { cwd });

  expect(code).toBe(0);
  expect(out).toMatch(/^orders is (?:\S+\.)?main\.orders: 400 rows, 4 columns, measured 20/);
  expect(out).toMatch(/order_id +BIGINT +key +0% +400 unique +1 … 400/);
  expect(out).toMatch(/status +VARCHAR +enum +0% +2 +open 75%, paid 25%/);
  expect(out).toMatch(/amount +DECIMAL\(10,2\) +money +0% +400 unique +0\.5 … 200 \(median 100\)/);
  expect(out).toMatch(/email +VARCHAR +email +0% +400 unique *\n/);
  expect(out).not.toContain("example.com");
});

test("as JSON it is the profile, for a table too that no model builds", async () => {
  const cwd = await aShop();

  const { code, out } = await runBuster(["profile", "main.orders", "--json"], { cwd });
  const elsewhere = await runBuster(["profile", "main.orders", "--json"], {
    cwd: aDirectory({}),
    env: { WAREHOUSE_URL: `duckdb:${join(cwd, "shop.duckdb")}` },
  });

  expect(code).toBe(0);
  const profile = JSON.parse(out);
  expect(profile).toMatchObject({ subject: "main.orders", rows: 400, method: "exact", notes: [] });
  expect(profile.columns[0]).toMatchObject({ name: "order_id", semantics: "key", isUnique: true });
  expect(JSON.parse(elsewhere.out)).toMatchObject({ rows: 400 });
});

test.each([
  ["a model without a relation", "gone", 1, "no relation for gone; looked at"],
  ["a name that nothing has", "nothing", 1, "no model, seed or source table called nothing"],
  ["a table that is not there", "main.nothing", 1, "looked at main.nothing"],
])("%s is said with where it was looked for", async (_what, name, code, said) => {
  const ended = await runBuster(["profile", name], { cwd: await aShop() });

  expect(ended).toMatchObject({ code, err: expect.stringContaining(said) });
});

test("without a warehouse the command says what to set", async () => {
  const cwd = aDirectory({ "dbt_project.yml": "name: shop\n", "models/orders.sql": "select 1" });

  const ended = await runBuster(["profile", "orders"], { cwd });

  expect(ended).toMatchObject({ code: 3, err: expect.stringContaining("WAREHOUSE_URL") });
});
