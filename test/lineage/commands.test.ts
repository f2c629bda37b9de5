import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { runImpact } from "#bot/cli/impact-command.ts";
import { runLineage } from "#bot/cli/lineage-command.ts";
import { aDirectory } from "../cli/a-directory.ts";
import { aTerminal } from "../cli/a-terminal.ts";
import { edited, shop } from "./a-shop.ts";

function aPlace(cwd: string, colour = false) {
  const terminal = aTerminal(colour);
  return { terminal, cwd, env: {}, signal: new AbortController().signal };
}

async function lineage(
  name: string,
  options: { columns?: boolean; up?: number; down?: number; json?: boolean } = {},
) {
  const place = aPlace(aDirectory(shop));
  const request = { project: ".", columns: false, up: undefined, down: undefined, json: false };
  const code = await runLineage({ ...request, ...options, name }, place);
  return { code, ...place.terminal.written() };
}

/** A repository whose first commit is on `main`, with a second one on top. */
function aRepository(second: Readonly<Record<string, string>>): string {
  const directory = aDirectory(shop);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
      cwd: directory,
      env: { PATH: process.env.PATH, HOME: directory },
    });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "first");
  git("checkout", "-q", "-b", "change");
  for (const [path, text] of Object.entries(second)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  git("commit", "-q", "-a", "--allow-empty", "-m", "second");
  return directory;
}

async function impact(cwd: string, options: { base?: string; head?: string; json?: boolean } = {}) {
  const place = aPlace(cwd);
  const request = { project: ".", base: "main", head: undefined, json: false };
  const code = await runImpact({ ...request, ...options }, place);
  return { code, ...place.terminal.written() };
}

test("a model's lineage is a tree both ways", async () => {
  const { code, out, err } = await lineage("fct_orders");

  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).toMatchInlineSnapshot(`
    "fct_orders  model models/marts/fct_orders.sql
    comes from
      └─ stg_orders
         └─ raw.orders  source
    leads to
      ├─ dim_customers
      │  └─ exposure:weekly  exposure
      ├─ orders_by_status
      └─ test:no_negative  test"
  `);
});

test("the tree ends after so many steps", async () => {
  const { out } = await lineage("dim_customers", { up: 1, down: 0 });

  expect(out).toContain("fct_orders");
  expect(out).not.toContain("stg_orders");
  expect(out).not.toContain("weekly");
});

test("columns are told with what they are made of, in the end too", async () => {
  const { out } = await lineage("fct_orders", { columns: true });

  expect(out).toMatch(/id +passthrough +stg_orders\.id {2}← raw\.orders\.id/);
  expect(out).toMatch(
    /total +derived +stg_orders\.amount {2}← raw\.orders\.cents\n +o\.amount \* 2/,
  );
});

test("as JSON: nodes with their distance, edges, columns with origins and users", async () => {
  const { out } = await lineage("fct_orders", { columns: true, json: true });

  const told = JSON.parse(out);
  expect(told.nodes).toContainEqual({
    name: "raw.orders",
    kind: "source",
    path: "models/staging/_sources.yml",
    distance: -2,
  });
  expect(told.edges).toContainEqual(["stg_orders", "fct_orders"]);
  expect(told.columns.columns.find(({ name }: { name: string }) => name === "total")).toEqual({
    name: "total",
    kind: "derived",
    from: ["stg_orders.amount"],
    expression: "o.amount * 2",
    origins: [
      { column: "stg_orders.amount", kind: "derived", distance: 1 },
      { column: "raw.orders.cents", kind: "derived", distance: 2 },
    ],
    users: ["dim_customers.lifetime"],
  });
});

test("a name that nobody has is answered with the one that was meant", async () => {
  const { code, err } = await lineage("fct_order");

  expect(code).toBe(1);
  expect(err).toBe("lineage: nothing in the project is called fct_order; did you mean fct_orders?");
});

test("a directory without a project is said", async () => {
  const place = aPlace(aDirectory());
  const request = {
    project: ".",
    name: "x",
    columns: false,
    up: undefined,
    down: undefined,
    json: false,
  };

  const code = await runLineage(request, place);

  expect(code).toBe(3);
  expect(place.terminal.written().err).toBe("lineage: there is no dbt project in .");
});

test("impact tells what changed, whose columns, who is reached and who is not", async () => {
  const cwd = aRepository(edited("models/marts/fct_orders.sql", "o.amount *", "o.amount * 10 *"));

  const { code, out, err } = await impact(cwd);

  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).toMatchInlineSnapshot(`
    "changed: 1 node
      modified  fct_orders  body
    columns
      redefined  fct_orders.total  used by dim_customers.lifetime; tested by not_null
    reached: 1 model
      dim_customers  [lifetime]  upstream column fct_orders.total
    dashboards, metrics, tests and other readers
      test:no_negative  upstream: fct_orders
      exposure:weekly  upstream: dim_customers
    2 tests on what is changed or reached
    left out, because they read only columns that stay as they were: orders_by_status"
  `);
});

test("what is not committed yet counts, unless a head is named", async () => {
  const cwd = aRepository({});
  rmSync(join(cwd, "models/marts/everything.sql"));

  const now = await impact(cwd);
  const committed = await impact(cwd, { head: "change" });

  expect(now.out).toContain("removed   everything");
  expect(committed.out).toBe("nothing that dbt builds has changed");
});

test("as JSON: the commit it was compared with, and everything of the text", async () => {
  const cwd = aRepository(edited("models/staging/stg_orders.sql", ", at ", ", at as ordered_at "));

  const { out } = await impact(cwd, { json: true });

  expect(JSON.parse(out)).toMatchObject({
    base: expect.stringMatching(/^[0-9a-f]{40}$/),
    head: null,
    changed: [
      {
        name: "stg_orders",
        kind: "model",
        path: "models/staging/stg_orders.sql",
        change: "modified",
        reasons: ["body"],
        columns: {
          renamed: [{ from: "at", to: "ordered_at" }],
          removed: [],
          added: [],
          redefined: [],
        },
        rows: false,
        unclear: null,
      },
    ],
    downstream: [{ name: "everything", columns: ["ordered_at", "at"] }],
  });
});

test("a commit that is not there, and a directory that is no repository, are failures of the world", async () => {
  const cwd = aRepository({});

  await expect(impact(cwd, { base: "nowhere" })).rejects.toMatchObject({
    code: "repository-unavailable",
  });
  await expect(impact(aDirectory(shop))).rejects.toMatchObject({ code: "repository-unavailable" });
});
