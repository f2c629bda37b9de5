import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { generate } from "../../examples/bike-shop/generate.ts";
import { readProject } from "../../examples/demo/read-project.ts";
import { aDirectory } from "./a-directory.ts";
import { runBuster } from "./run-buster.ts";

const model = "models/marts/fct_orders.sql";
const properties = "models/marts/_marts__models.yml";

/** The bike shop with its warehouse, and other files in the place of some. */
async function aShop(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const directory = aDirectory({ ...(await readProject()), ...changes });
  copyFileSync(warehouse, join(directory, "bike-shop.duckdb"));
  return directory;
}

const made = mkdtempSync(join(tmpdir(), "buster-run-test-"));
const warehouse = join(made, "bike-shop.duckdb");
beforeAll(() => generate({ database: warehouse }));
afterAll(() => rmSync(made, { recursive: true, force: true }));

async function asked(directory: string, sql: string): Promise<unknown> {
  const path = join(directory, "bike-shop.duckdb");
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection: DuckDBConnection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
  return reader.getRowsJson()[0]?.[0];
}

const main = fileURLToPath(new URL("../../bot/cli/main.ts", import.meta.url));
/** Run under script(1), which gives it a terminal. */
const atTerminal = `"${process.execPath}" "${main}" run docs-updater --changed-files ${model}`;

interface Answer {
  run: { state: string; agent: string; cost: { usd: number } };
  effects: {
    kind: string;
    verdict: { kind: string };
    changes: { path: string; content: string }[];
  }[];
  facts: { id: string; subject: string; metric: string; value: unknown }[];
}

function answerOf(out: string): Answer {
  return JSON.parse(out);
}

test("a dry run prints effects whose numbers are those of hand-written SQL on the same file", async () => {
  const cwd = await aShop();

  const ended = await runBuster(
    ["run", "docs-updater", "--changed-files", model, "--dry-run", "--json"],
    { cwd },
  );

  expect(ended.code).toBe(0);
  const { run, effects, facts } = answerOf(ended.out);
  expect(run).toMatchObject({ agent: "docs-updater", state: "awaiting_approval" });
  expect(effects).toMatchObject([{ kind: "commit", verdict: { kind: "ask" } }]);
  const change = effects[0]?.changes.find(({ path }) => path === properties);
  const documented = parse(change?.content ?? "").models.find(
    ({ name }: { name: string }) => name === "fct_orders",
  );
  const count = Number(await asked(cwd, "select count(*) from analytics.fct_orders"));
  const withoutStore = Number(
    await asked(cwd, "select round(100 * avg((store_id is null)::int)) from analytics.fct_orders"),
  );
  const largest = Number(await asked(cwd, "select max(units) from analytics.fct_orders"));
  expect(documented.description).toContain(`${count.toLocaleString("en")} rows`);
  expect(documented.description).toContain(`store_id ${withoutStore}%`);
  expect(documented.description).toMatch(new RegExp(`units: .*the maximum ${largest}\\.`));
  expect(facts).toContainEqual(
    expect.objectContaining({ subject: "fct_orders", metric: "row_count", value: count }),
  );
  expect(readFileSync(join(cwd, properties), "utf8")).not.toBe(change?.content);
});

test("the agents that init writes work at once: documentation and a review", async () => {
  const own = Object.keys(await readProject()).filter((path) => path.startsWith(".buster/"));
  const cwd = await aShop();
  for (const path of [...own, "buster.yml"]) execFileSync("rm", [join(cwd, path)]);
  await runBuster(["init"], { cwd });
  const dryRun = ["--changed-files", model, "--dry-run", "--json"];

  const documented = await runBuster(["run", "docs-updater", ...dryRun], { cwd });
  const reviewed = await runBuster(["run", "pr-reviewer", ...dryRun], { cwd });

  expect(answerOf(documented.out).effects).toMatchObject([{ kind: "commit" }]);
  expect(reviewed.code).toBe(0);
  expect(answerOf(reviewed.out).run.state).toMatch(/succeeded|applying/);
});

test("without a terminal nothing is written, and the exit code says that an approval is missing", async () => {
  const cwd = await aShop();
  const before = readFileSync(join(cwd, properties), "utf8");

  const ended = await runBuster(["run", "docs-updater", "--changed-files", model], { cwd });

  expect(ended.code).toBe(3);
  expect(ended.err).toContain("needs an approval");
  expect(ended.err).toContain("+    description:");
  expect(readFileSync(join(cwd, properties), "utf8")).toBe(before);
});

test("who says yes at the terminal gets the change in the files, and nobody commits it", async () => {
  const cwd = await aShop();
  const answer = async (child: ChildProcess) => {
    for await (const data of child.stdout ?? []) {
      if (String(data).includes("Apply this to the working directory?")) child.stdin?.write("y\n");
    }
  };

  const child = spawn("script", ["-qec", atTerminal, "/dev/null"], { cwd });
  const ended = once(child, "exit");
  await answer(child);
  await ended;

  expect(readFileSync(join(cwd, properties), "utf8")).toContain(
    "One row per order_id. Scale: 4,200 rows",
  );
});

test("who stops it early is heard: nothing is proposed or done", async () => {
  const cwd = await aShop();
  const early = async (child: ChildProcess) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGTERM");
  };

  const ended = await runBuster(["run", "docs-updater", "--changed-files", model], {
    cwd,
    whenRunning: early,
  });

  expect(ended.code === 130 || ended.code === null).toBe(true);
  expect(ended.err).not.toContain("+    description:");
});

test("a review of a commit range compares the two commits", async () => {
  const cwd = await aShop();
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=mia", "-c", "user.email=mia@example.com", ...args], {
      cwd,
      encoding: "utf8",
    });
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "base");
  const sql = readFileSync(join(cwd, model), "utf8");
  writeFileSync(join(cwd, model), sql.replace(/^\s*orders\.customer_id,\n/m, ""));
  git("commit", "-qam", "head");

  const ended = await runBuster(
    [
      "run",
      "breaking-change-detector",
      "--base",
      "HEAD~1",
      "--head",
      "HEAD",
      "--dry-run",
      "--json",
    ],
    { cwd },
  );

  expect(ended.code).toBe(0);
  const [review] = answerOf(ended.out).effects;
  expect(JSON.stringify(review)).toContain("customer_id");
});

test("a project below the top of the repository brings its own warehouse", async () => {
  const files = await readProject();
  const below = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.startsWith(".buster/") ? path : `shop/${path}`,
      text.replaceAll("models/", "shop/models/"),
    ]),
  );
  const settings = "projects: [{name: bike_shop, path: shop, schema: analytics}]\n";
  const cwd = aDirectory({ ...below, "buster.yml": settings });
  copyFileSync(warehouse, join(cwd, "shop", "bike-shop.duckdb"));

  const ended = await runBuster(
    ["run", "docs-updater", "--changed-files", `shop/${model}`, "--dry-run", "--json"],
    { cwd },
  );

  expect(answerOf(ended.out).facts).toContainEqual(
    expect.objectContaining({ subject: "fct_orders", metric: "row_count", value: 4200 }),
  );
});

test("what differs from the last commit counts as changed when nothing is said", async () => {
  const cwd = await aShop();
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=mia", "-c", "user.email=mia@example.com", ...args], {
      cwd,
    });
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "base");
  const sql = readFileSync(join(cwd, model), "utf8");
  writeFileSync(join(cwd, model), `${sql}-- one more line\n`);

  const ended = await runBuster(["run", "docs-updater", "--dry-run", "--json"], { cwd });

  expect(answerOf(ended.out).effects).toMatchObject([{ kind: "commit" }]);
});

test("wrong names, files and events are told with what was meant", async () => {
  const cwd = await aShop({
    "event.json": '{"name": "dbt_run_failed"}',
    "bad.json": "{",
    "c.yml": "a: [",
  });
  const run = (...args: string[]) => runBuster(["run", ...args], { cwd });

  const [agent, file, event, json, context, elsewhere] = await Promise.all([
    run("docs-updatr"),
    run("docs-updater", "--changed-files", "models/nope.sql"),
    run("docs-updater", "--event", "event.json"),
    run("docs-updater", "--event", "bad.json"),
    run("docs-updater", "--context", "c.yml"),
    run("docs-updater", "--repo", "nowhere"),
  ]);

  expect(agent).toMatchObject({ code: 2 });
  expect(agent.err).toContain("did you mean docs-updater?");
  expect(file).toMatchObject({ code: 3 });
  expect(file.err).toContain("models/nope.sql is not in the repository");
  expect(event).toMatchObject({ code: 1 });
  expect(event.err).toContain("docs-updater does not start");
  expect(json.code).toBe(2);
  expect(json.err).toContain("bad.json: this is not JSON");
  expect(context.code).toBe(2);
  expect(context.err).toContain("c.yml:1:");
  expect(elsewhere).toMatchObject({ code: 3 });
});

test("a warehouse setting that cannot be right is told before anything starts", async () => {
  const cwd = await aShop();

  const ended = await runBuster(["run", "docs-updater", "--changed-files", model], {
    cwd,
    env: { WAREHOUSE_URL: "mysql://nobody:secret@host" },
  });

  expect(ended.code).toBe(3);
  expect(ended.err).toContain("WAREHOUSE_URL: expected");
  expect(ended.err).not.toContain("secret");
});
