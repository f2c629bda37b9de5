import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, onTestFinished } from "vitest";
import { openProjectFiles } from "#runner/checkout/open-project-files.ts";
import { documentProject } from "#runner/documentation/document-project.ts";
import type { DocumentRequest, DocumentWorld } from "#runner/documentation/document-world.ts";
import type { DocumentationReport } from "#runner/documentation/documentation-report.ts";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { readProjectFiles } from "#runner/documentation/read-project-files.ts";
import { verifyDocs } from "#runner/documentation/verify-docs.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { createBuiltInWriter } from "#runner/writing/create-built-in-writer.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Its parser takes a while to load: one serves all tests of a file. */
const analyst = openSqlAnalyst({ log: quiet });
afterAll(() => analyst.close());

const base = {
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
  "profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: main}\n",
};

/** A dbt project on disk with a DuckDB of its own, which can be documented and verified in this process. */
export async function aDocumentation(
  files: Readonly<Record<string, string>>,
  statements: readonly string[],
) {
  const directory = mkdtempSync(join(tmpdir(), "buster-test-document-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [path, text] of Object.entries({ ...base, ...files })) put(path, text);

  const run = async (all: readonly string[]) => {
    const database = await DuckDBInstance.create(join(directory, "shop.duckdb"));
    const connection = await database.connect();
    for (const sql of all) await connection.run(sql);
    connection.closeSync();
    database.closeSync();
  };
  await run(statements);

  const openWarehouse = async () =>
    openDuckDb({ path: join(directory, "shop.duckdb"), log: quiet });
  const project = () => readProjectFiles(openProjectFiles({ directory }));
  return {
    directory,
    put,
    run,
    read: (path: string) => readFileSync(join(directory, path), "utf8"),
    async document(
      changes: Partial<DocumentWorld> = {},
      request: Partial<DocumentRequest> = {},
    ): Promise<DocumentationReport> {
      return documentProject(
        {
          project: await project(),
          files: openProjectFiles({ directory }),
          openWarehouse,
          dialect: "duckdb",
          analyst,
          writer: createBuiltInWriter(),
          notebook: createMemoryNotebook(),
          clock: { now: () => new Date(), sleep: (ms) => wait(ms) },
          signal: new AbortController().signal,
          log: quiet,
          report: () => undefined,
          ...changes,
        },
        {
          select: undefined,
          concurrency: 2,
          layout: "dbt",
          dryRun: false,
          timeoutMs: 30_000,
          ...request,
        },
      );
    },
    async verify(fix = false) {
      const answer = await verifyDocs(
        {
          project: await project(),
          files: openProjectFiles({ directory }),
          openWarehouse,
          signal: new AbortController().signal,
          now: () => new Date(),
        },
        { select: undefined, concurrency: 2, fix, timeoutMs: 30_000 },
      );
      if ("problem" in answer) throw new Error(answer.problem);
      return answer;
    },
  };
}

/** Two tables that belong together, and a model of each. */
export const orders = {
  files: {
    "models/customers.sql": "select * from raw.customers\n",
    "models/orders.sql":
      "select order_id, customer_id, status, amount, ordered_at from raw.orders where amount is not null\n",
  },
  statements: [
    `create table customers as
       select i as customer_id, 'Customer ' || i as label, i % 3 = 0 as is_member from range(1, 201) t(i)`,
    `create table orders as
       select i as order_id, 1 + (i * 7) % 150 as customer_id,
         ['open', 'paid', 'returned'][1 + (i * i) % 3] as status,
         ((i * 37) % 900) / 10 as amount, timestamp '2024-01-01' + interval (i) hour as ordered_at
       from range(1, 1001) t(i)`,
  ],
} as const;
