import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Warehouse } from "#runner/ports.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { generate } from "../../examples/bike-shop/generate.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { playRun } from "./play-run.ts";

const example = new URL("../../examples/bike-shop/", import.meta.url).pathname;
const fctOrders = "models/marts/fct_orders.sql";
const martsYaml = "models/marts/_marts__models.yml";
let directory = "";
let base: Record<string, string> = {};
let agent = "";
/** A run that documented fct_orders. */
let documented: Awaited<ReturnType<typeof playRun>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "document-"));
  await generate({ database: join(directory, "shop.duckdb") });
  shared = await openDuckDb({ path: join(directory, "shop.duckdb"), log: silentLog });
  base = await readExample();
  agent = base[".buster/agents/docs-updater.yml"] ?? "";
  documented = await playRun({ base, head: touched(fctOrders), agent, warehouse });
});
afterAll(async () => {
  await shared.close();
  await rm(directory, { recursive: true, force: true });
});

async function readExample(): Promise<Record<string, string>> {
  const entries = await readdir(example, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:sql|yml|md|csv)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return Object.fromEntries(paths.map((path, at) => [path.slice(example.length), texts[at] ?? ""]));
}

/** One for all runs of this file: each would start a process of its own. */
let shared: Warehouse;
const warehouse = async (): Promise<Warehouse> => ({ ...shared, close: async () => {} });
const touched = (path: string) => ({ [path]: `${base[path]}\n` });

async function ask(sql: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(join(directory, "shop.duckdb"), {
    access_mode: "READ_ONLY",
  });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return (rows[0] ?? []).map(Number);
}

test("the documentation of a changed model holds numbers that equal hand-written SQL", async () => {
  const { run, effects, facts } = documented;

  expect(run).toMatchObject({ state: "awaiting_approval" });
  const [commit] = effects;
  if (commit?.kind !== "commit") throw new Error("no commit was proposed");
  expect(commit.headline).toBe("Document fct_orders");
  expect(commit.changes.map(({ path, status }) => [path, status])).toEqual([
    [martsYaml, "modified"],
  ]);
  const written = parse(commit.changes[0]?.content ?? "").models.find(
    ({ name }: { name: string }) => name === "fct_orders",
  );
  const about = (column: string): string =>
    written.columns.find(({ name }: { name: string }) => name === column)?.description ?? "";

  const [rows = 0, noCustomer = 0, completed = 0, median = 0, most = 0, p95 = 0, first = 0] =
    await ask(`select count(*), avg((customer_id is null)::int), avg((status = 'completed')::int),
      quantile_disc(gross_amount, 0.5), max(gross_amount), quantile_disc(gross_amount, 0.95),
      avg((coalesce(is_first_order, false))::int) from analytics.fct_orders`);
  expect(rows).toBe(4200);
  expect(written.description).toContain(
    "one row per order_id, 4,200 rows; ordered_at from 2023-01-03",
  );
  expect(written.description).toContain(
    `status is completed in ${Math.round(completed * 100)}% of rows.`,
  );
  expect(about("customer_id")).toContain(`Null in ${Math.round(noCustomer * 100)}% of rows.`);
  expect(about("gross_amount")).toContain(
    `median ${median}; 95% of the values are at most ${p95}.`,
  );
  expect(about("gross_amount")).toContain(` to ${most},`);
  expect(about("is_first_order")).toContain(`True in ${Math.round(first * 100)}% of rows.`);
  expect(written.columns.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["channel", "units", "refunded_amount"]),
  );
  expect(commit.body).toMatch(/F\d+ fct_orders: row_count = 4200\n/);
  expect(commit.body).toContain("offline model");
  expect(facts.length).toBeGreaterThan(50);
});

test("every number that was written stands on a fact of this run", async () => {
  const { effects, facts, files } = documented;

  const before = (base[martsYaml] ?? "").split("\n");
  const added = (files.get(martsYaml) ?? "").split("\n").filter((line) => !before.includes(line));
  const text = added
    .join("\n")
    .replaceAll(/data_type: .*|\d{4}-\d\d-\d\d|95% (?:of the values are )?at most/g, "");
  const numbers = [...text.matchAll(/(?<![\w.])(\d[\d,]*(?:\.\d+)?)(%?)/g)];
  const known = facts.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
  const isKnown = (written: string, isShare: boolean) => {
    const number = Number(written.replaceAll(",", ""));
    return isShare
      ? known.some((value) => Math.round(value * 100) === number) || number === 1
      : known.some((value) => Math.abs(value - number) <= 0.005) ||
          facts.some(({ argument }) => argument?.includes(written));
  };

  expect(effects).toHaveLength(1);
  expect(numbers.length).toBeGreaterThan(30);
  expect(numbers.filter(([, n = "", sign]) => !isKnown(n, sign === "%")).map(([n]) => n)).toEqual(
    [],
  );
});

test("what people wrote stays, comments and order included", async () => {
  const { files } = documented;

  const before = (base[martsYaml] ?? "").split("\n");
  const after = (files.get(martsYaml) ?? "").split("\n");
  let at = 0;
  for (const line of after) if (line === before[at]) at++;
  expect(at).toBe(before.length);
  expect(files.get(martsYaml)).toContain(
    "description: Key of the order.  # printed on every invoice",
  );
});

test("done again on its own result it has nothing to do", async () => {
  const result = documented.files.get(martsYaml) ?? "";

  const again = await playRun({
    base: { ...base, [martsYaml]: result },
    head: touched(fctOrders),
    agent,
    warehouse,
  });

  expect(again.effects).toEqual([]);
  expect(again.run).toMatchObject({
    state: "succeeded",
    reason: expect.stringMatching(
      /^fct_orders: everything is documented already \(.*offline model/,
    ),
  });
  expect(again.files.get(martsYaml)).toBe(result);
});

test("a closed column is neither measured nor described, and the commit says so", async () => {
  const path = "models/staging/stg_customers.sql";

  const { effects, facts, files } = await playRun({ base, head: touched(path), agent, warehouse });

  const [commit] = effects;
  expect(commit?.kind === "commit" && commit.body).toContain(
    "Closed to this agent, so not measured: email, phone.",
  );
  expect(facts.some(({ subject }) => /email|phone/.test(subject))).toBe(false);
  const text = files.get("models/staging/_staging__models.yml") ?? "";
  expect(text).toContain("- name: birth_year");
  expect(text).not.toContain("- name: phone");
});

test("a column that is passed on inherits what its source says of it", async () => {
  const head = {
    "models/marts/fct_new.sql":
      "-- Orders of the web shop alone.\nselect order_id, status as state, net_amount, channel as net from {{ ref('fct_orders') }}\n",
  };

  const { effects, files } = await playRun({ base, head, agent, warehouse });

  const text = files.get(martsYaml) ?? "";
  const model = parse(text).models.at(-1);
  expect(model).toEqual({
    name: "fct_new",
    description: "Purpose: Orders of the web shop alone.\nLineage: reads fct_orders.\n",
    columns: [
      { name: "order_id", description: "Key of the order." },
      {
        name: "net_amount",
        description: "What the customer owes: after discounts, VAT included, in euros.",
      },
    ],
  });
  const [commit] = effects;
  expect(commit?.kind === "commit" && commit.body).toMatch(
    /Nothing was measured of fct_new: the warehouse has no relation for fct_new; looked at analytics\.fct_new\.\n- Nothing is said of: state, net\./,
  );
});

test("a new column that the warehouse does not have yet is named, not invented", async () => {
  const sql = (base[fctOrders] ?? "").replace(
    "    orders.channel,\n",
    "    orders.channel,\n    orders.order_id % 2 = 0 as is_even,\n",
  );

  const { effects, files } = await playRun({ base, head: { [fctOrders]: sql }, agent, warehouse });

  expect(files.get(martsYaml)).not.toContain("is_even");
  const [commit] = effects;
  expect(commit?.kind === "commit" && commit.body).toContain(
    "Not in analytics.fct_orders yet, so nothing is said of: is_even.",
  );
});

test("several models end in one commit, each in the file of its directory", async () => {
  const head = { ...touched(fctOrders), ...touched("models/intermediate/int_order_payments.sql") };

  const { effects } = await playRun({ base, head, agent, warehouse });

  const [commit] = effects;
  if (commit?.kind !== "commit") throw new Error("no commit was proposed");
  expect(commit.headline).toBe("Document int_order_payments, fct_orders");
  expect(commit.changes.map(({ path, status }) => [path, status]).sort()).toEqual([
    ["models/intermediate/_intermediate__models.yml", "added"],
    [martsYaml, "modified"],
  ]);
});

test("without a warehouse it says what the SQL says, and what is missing", async () => {
  const { effects } = await playRun({ base, head: touched(fctOrders), agent });

  const [commit] = effects;
  if (commit?.kind !== "commit") throw new Error("no commit was proposed");
  expect(commit.changes[0]?.content).toContain(
    "description: |\n      Lineage: reads stg_orders, int_order_items_priced and int_order_payments.\n",
  );
  expect(commit.body).toContain("Nothing was measured of fct_orders: this run has no warehouse.");
  expect(commit.body).not.toMatch(/\bF\d+\b/);
});

test("on a fork the documentation is suggested in a comment", async () => {
  const { effects } = await playRun({
    base,
    head: touched(fctOrders),
    agent,
    warehouse,
    run: { isFork: true },
  });

  expect(effects).toMatchObject([{ kind: "comment" }]);
  const [comment] = effects;
  expect(comment?.kind === "comment" && comment.body).toMatch(
    /^Documentation that could be added to `models\/marts\/_marts__models\.yml`:[\s\S]*reads stg_orders[\s\S]*no warehouse/,
  );
});

test("dbt is asked whether it accepts the result, and its answer is in the commit", async () => {
  const commands: string[][] = [];
  const dbt = (command: readonly string[]) => {
    commands.push([...command]);
    return { exitCode: 0, stdout: "fine" };
  };

  const { effects } = await playRun({ base, head: touched(fctOrders), agent, warehouse, dbt });

  expect(commands.map((command) => command.includes("parse"))).toEqual([true]);
  const [commit] = effects;
  expect(commit?.kind === "commit" && commit.body).toContain(
    "dbt parse: nothing to complain about",
  );
});

test.each([
  ["our file", `Parsing Error\n  in ${martsYaml}`, 0],
  ["something else", "Compilation Error\n  dbt found 1 package(s) not installed", 1],
])("when dbt complains about %s", async (_, stdout, commits) => {
  const { effects, run } = await playRun({
    base,
    head: touched(fctOrders),
    agent,
    warehouse,
    dbt: () => ({ exitCode: 2, stdout }),
  });

  expect(effects).toHaveLength(commits);
  if (commits === 0) expect(run.reason).toMatch(/^dbt does not accept it: /);
  else expect(effects[0]).toMatchObject({ body: expect.stringContaining("Compilation Error") });
});

test.each([
  ["no model changed", { "README.md": "x" }, /no dbt model changed/],
  ["a fully documented model changed", undefined, /everything is documented already/],
])("when %s there is nothing to do", async (_, head, reason) => {
  const { effects, run } = await playRun({
    base,
    head: head ?? touched("models/staging/stg_stores.sql"),
    agent,
    warehouse,
  });

  expect(effects).toEqual([]);
  expect(run.state).toBe("succeeded");
  expect(run.reason).toMatch(reason);
});

test("an agent that may not create files says which one it would have needed", async () => {
  const strict = agent.replace("files:\n", "files:\n    can_create_files: false\n");

  const { effects, run } = await playRun({
    base,
    head: touched("models/intermediate/int_order_payments.sql"),
    agent: strict,
    warehouse,
  });

  expect(effects).toEqual([]);
  expect(run.reason).toMatch(/_intermediate__models\.yml: .*can_create_files/);
});

test("what a warehouse holds does not become code, markup or a mention", async () => {
  const path = join(directory, "hostile.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("create schema analytics");
  await connection.run(`create table analytics.hostile as select i as id,
    ['{{ env_var(''KEY'') }}', '<img src=x>', '@channel', '[a](http://b)', 'fine'][i % 5 + 1] as "kind",
    'plain' as "{{ column }}" from range(10) r(i)`);
  connection.closeSync();
  instance.closeSync();

  const { files, effects } = await playRun({
    base: { ...base, "buster.yml": "projects: [{name: bike_shop, schema: analytics}]\n" },
    head: {
      "models/marts/hostile.sql": "-- {{ x }} {% y %}\nselect * from {{ ref('fct_orders') }}\n",
    },
    agent,
    warehouse: () => openDuckDb({ path, log: silentLog }),
  });

  const before = base[martsYaml] ?? "";
  const added = (files.get(martsYaml) ?? "").slice(before.length);
  expect(added).toContain("Values, by share of rows: fine (20%), and others.");
  expect(added).not.toMatch(/[{}<@]|http/);
  expect(effects).toHaveLength(1);
});

test("a table too wide for one answer is asked about in parts, and no column is lost", async () => {
  const path = join(directory, "wide.duckdb");
  const names = Array.from({ length: 180 }, (_, at) => `a_measure_with_a_long_name_${at}`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("create schema analytics");
  await connection.run(
    `create table analytics.wide as select ${names.map((name, at) => `i * ${at + 1} as ${name}`).join(", ")} from range(50) r(i)`,
  );
  connection.closeSync();
  instance.closeSync();

  const { files } = await playRun({
    base,
    head: { "models/marts/wide.sql": `select ${names.join(",\n")} from {{ ref('fct_orders') }}\n` },
    agent,
    warehouse: () => openDuckDb({ path, log: silentLog }),
  });

  const model = parse(files.get(martsYaml) ?? "").models.at(-1);
  expect(model.columns.map(({ name }: { name: string }) => name)).toEqual(names);
  expect(
    model.columns.every(({ description }: { description: string }) => /^Unique/.test(description)),
  ).toBe(true);
});
