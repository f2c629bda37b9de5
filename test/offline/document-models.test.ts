import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Effect, EffectOf } from "#agents-schema/effect.ts";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import type { SqlAnalyst } from "#runner/ports/sql-analyst.ts";
import type { Warehouse } from "#runner/ports.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { generate } from "../../examples/bike-shop/generate.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { type PlayedRun, playRun as play } from "./play-run.ts";

const example = new URL("../../examples/bike-shop/", import.meta.url).pathname;
const fctOrders = "models/marts/fct_orders.sql";
const martsYaml = "models/marts/_marts__models.yml";
const factsOfOrders = ".buster/facts/fct_orders.json";
let directory = "";
let base: Record<string, string> = {};
let agent = "";
/** A run that documented fct_orders. */
let documented: Awaited<ReturnType<typeof playRun>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "document-"));
  await generate({ database: join(directory, "shop.duckdb") });
  analyst = openSqlAnalyst({ log: silentLog });
  shared = await openDuckDb({ path: join(directory, "shop.duckdb"), log: silentLog });
  base = await readExample();
  agent = base[".buster/agents/docs-updater.yml"] ?? "";
  documented = await playRun({ base, head: touched(fctOrders), agent, warehouse });
});
afterAll(async () => {
  await shared.close();
  await analyst.close();
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

/** One for all runs of this file: each would start a process or a thread of its own. */
let shared: Warehouse;
let analyst: SqlAnalyst;
const warehouse = async (): Promise<Warehouse> => ({ ...shared, close: async () => {} });
const commitOf = (effects: readonly Effect[]): EffectOf<"commit"> => {
  const [commit] = effects;
  if (commit?.kind !== "commit") throw new Error("no commit was proposed");
  return commit;
};
const changeOf = (effects: readonly Effect[], path: string): string =>
  commitOf(effects).changes.find((change) => change.path === path)?.content ?? "";
const playRun = (given: PlayedRun) =>
  play({ ...given, analyst: async () => ({ ...analyst, close: async () => {} }) });
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
  const commit = commitOf(effects);
  expect(commit.headline).toBe("Document fct_orders");
  expect(commit.changes.map(({ path, status, by }) => [path, status, by])).toEqual([
    [martsYaml, "modified", "documentation"],
    [factsOfOrders, "added", "documentation"],
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
  const share = (value: number) => `${Math.round(value * 100)}%`;
  const money = (value: number) =>
    value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  expect(rows).toBe(4200);
  expect(written.description).toContain("One row per order_id. Scale: 4,200 rows");
  expect(written.description).toContain(
    `status: 'completed' makes up ${share(completed)} of the rows`,
  );
  expect(about("customer_id")).toContain(`Null in ${share(noCustomer)} of the rows.`);
  expect(about("gross_amount")).toContain(`median ${money(median)}`);
  expect(about("gross_amount")).toContain(`the 95th percentile is ${money(p95)}`);
  expect(about("gross_amount")).toContain(` to ${money(most)},`);
  expect(about("is_first_order")).toContain(`True in ${share(first)} of the rows.`);
  expect(written.columns.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["channel", "units", "refunded_amount"]),
  );
  expect(commit.body).toMatch(/^1 of 1 model documented: \d+ columns described, \d+ facts/);
  expect(commit.body).toContain("offline model");
  expect(facts).toContainEqual(
    expect.objectContaining({ subject: "fct_orders", metric: "row_count", value: 4200 }),
  );
});

test("the facts that come with it are what the warehouse answers, and the sentences stand on them", async () => {
  const { effects, facts: journaled } = documented;
  const kept = readFactFile(changeOf(effects, factsOfOrders));
  if ("problem" in kept) throw new Error(kept.problem);

  const ids = new Set(kept.facts.map(({ id }) => id));
  const marks = kept.statements.flatMap(({ marked }) => marked.match(/F\d+(?=[,}])/g) ?? []);
  expect(marks.length).toBeGreaterThan(30);
  expect(marks.filter((id) => !ids.has(id))).toEqual([]);
  for (const { query, value } of kept.facts.filter(({ value }) => typeof value === "number")) {
    const [answer = Number.NaN] = await ask(query);
    expect(answer, query).toBeCloseTo(Number(value), 6);
  }
  const shape = ({ subject, metric, argument, value }: (typeof kept.facts)[number]) =>
    JSON.stringify([subject, metric, argument, value]);
  const all = new Set(kept.facts.map(shape));
  expect(journaled.length).toBeGreaterThan(30);
  expect(journaled.filter((fact) => !all.has(shape(fact)))).toEqual([]);
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
  const facts = changeOf(documented.effects, factsOfOrders);

  const again = await playRun({
    base: { ...base, [martsYaml]: result, [factsOfOrders]: facts },
    head: touched(fctOrders),
    agent,
    warehouse,
  });

  expect(again.effects).toEqual([]);
  expect(again.run).toMatchObject({
    state: "succeeded",
    reason: expect.stringMatching(
      /^fct_orders: nothing to add: everything is documented already \(.*offline model/,
    ),
  });
  expect(again.files.get(martsYaml)).toBe(result);
});

test("a closed column is neither measured nor described, and the commit says so", async () => {
  const path = "models/staging/stg_customers.sql";

  const { effects, facts, files } = await playRun({ base, head: touched(path), agent, warehouse });

  expect(commitOf(effects).body).toContain(
    "`stg_customers`: closed, so not measured: email, phone",
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
  expect(model).toMatchObject({
    name: "fct_new",
    description: expect.stringContaining("Purpose: Orders of the web shop alone.\n"),
  });
  const about = (name: string) =>
    model.columns.find((column: { name: string }) => column.name === name)?.description;
  expect(about("order_id")).toBe("Key of the order.");
  expect(about("net_amount")).toBe(
    "What the customer owes: after discounts, VAT included, in euros.",
  );
  expect(about("state")).toMatch(/status.*fct_orders/);
  expect(commitOf(effects).body).toMatch(/`fct_new`: .*fct_new/);
  expect(commitOf(effects).body).toContain("Nothing was measured");
});

test("a new column that the warehouse does not have yet is named, not invented", async () => {
  const sql = (base[fctOrders] ?? "").replace(
    "    orders.channel,\n",
    "    orders.channel,\n    orders.order_id % 2 = 0 as is_even,\n",
  );

  const { effects, files } = await playRun({ base, head: { [fctOrders]: sql }, agent, warehouse });

  const model = parse(files.get(martsYaml) ?? "").models.find(
    ({ name }: { name: string }) => name === "fct_orders",
  );
  const column = model.columns.find(({ name }: { name: string }) => name === "is_even");
  expect(JSON.stringify(column ?? {})).not.toMatch(/rows|null|unique/i);
  expect(commitOf(effects).body).toContain("not in the warehouse yet, so not measured: is_even");
});

test("several models end in one commit, each in the file of its directory", async () => {
  const head = { ...touched(fctOrders), ...touched("models/intermediate/int_order_payments.sql") };

  const { effects } = await playRun({ base, head, agent, warehouse });

  const commit = commitOf(effects);
  expect(commit.headline).toBe("Document int_order_payments, fct_orders");
  expect(commit.changes.map(({ path, status }) => [path, status]).sort()).toEqual([
    [factsOfOrders, "added"],
    [".buster/facts/int_order_payments.json", "added"],
    ["models/intermediate/int_order_payments.yml", "added"],
    [martsYaml, "modified"],
  ]);
});

test("without a warehouse it says what the SQL says, and what is missing", async () => {
  const { effects } = await playRun({ base, head: touched(fctOrders), agent });

  const commit = commitOf(effects);
  // Its fact file holds no fact, but knows which words are ours: the next documentation completes them.
  const [facts, yaml] = commit.changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect([facts?.path, yaml?.path]).toEqual([".buster/facts/fct_orders.json", martsYaml]);
  expect(facts?.content).toContain('"facts": []');
  expect(yaml?.content).toContain(
    "Lineage: Starts from stg_orders; left-joins int_order_items_priced",
  );
  expect(commit.body).toContain("Nothing was measured, so the texts hold no number");
  expect(commit.body).toMatch(/`fct_orders`: .*no warehouse/);
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
    /^Documentation that could be added:\n\n```diff\n--- a\/models\/marts\/_marts__models\.yml[\s\S]*Starts from stg_orders[\s\S]*no warehouse/,
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
  expect(commitOf(effects).body).toContain("dbt parse: nothing to complain about");
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

test("when no model changed there is nothing to do", async () => {
  const { effects, run } = await playRun({ base, head: { "README.md": "x" }, agent, warehouse });

  expect(effects).toEqual([]);
  expect(run).toMatchObject({
    state: "succeeded",
    reason: expect.stringContaining("no dbt model changed"),
  });
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
  expect(run.reason).toMatch(
    /int_order_payments\.yml was not changed: restrictions\.files\.can_create_files/,
  );
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
  expect(added).toContain("5 distinct values");
  expect(added).not.toMatch(/[{}<]|http/);
  expect(effects).toHaveLength(1);
});

test("of a wide table no column is lost", async () => {
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
    model.columns.filter(
      ({ description }: { description: string }) => !description.includes("Unique"),
    ),
  ).toEqual([]);
});
