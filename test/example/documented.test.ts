import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { openProjectFiles } from "#runner/checkout/open-project-files.ts";
import { documentProject } from "#runner/documentation/document-project.ts";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { createBuiltInWriter } from "#runner/writing/create-built-in-writer.ts";
import { generate } from "../../examples/bike-shop/generate.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const shown = join(import.meta.dirname, "../../examples/documented");
const directory = mkdtempSync(join(tmpdir(), "buster-test-documented-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(async () => {
  const shop = join(import.meta.dirname, "../../examples/bike-shop");
  for (const name of ["dbt_project.yml", "profiles.yml", "models", "seeds"]) {
    cpSync(join(shop, name), join(directory, name), { recursive: true });
  }
  rmSync(join(directory, "models/marts/_marts__models.yml"));
  const path = join(directory, "bike-shop.duckdb");
  await generate({ database: path });
  const project = indexDirectory({ directory, isKept: false });
  if (project === undefined) throw new Error("the bike shop is no dbt project");
  const analyst = openSqlAnalyst({ log: quiet });
  await documentProject(
    {
      project,
      files: openProjectFiles({ directory }),
      openWarehouse: async () => openDuckDb({ path, log: quiet }),
      dialect: "duckdb",
      analyst,
      writer: createBuiltInWriter(),
      notebook: createMemoryNotebook(),
      clock: { now: () => new Date("2026-11-25T09:00:00.000Z"), sleep: (ms) => wait(ms) },
      signal: new AbortController().signal,
      log: quiet,
      report: () => undefined,
    },
    { select: undefined, concurrency: 2, layout: "dbt", dryRun: false, timeoutMs: 60_000 },
  );
  await analyst.close();
}, 120_000);

test.each([
  ["fct_orders.yml", "models/marts/fct_orders.yml"],
  ["fct_orders.json", ".buster/facts/fct_orders.json"],
])("the example %s is what the program writes", async (name, path) => {
  await expect(readFileSync(join(directory, path), "utf8")).toMatchFileSnapshot(join(shown, name));
});
