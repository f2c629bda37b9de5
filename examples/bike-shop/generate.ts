import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { buildModels } from "./generator/build-models.ts";
import type { RawTable } from "./generator/raw-table.ts";
import { rawTables } from "./generator/raw-tables.ts";

const here = dirname(fileURLToPath(import.meta.url));
/** Rows of one INSERT. */
const batch = 1_000;

/**
 * Writes the example's warehouse: the raw tables, and every model built from them. The same seed gives
 * the same rows. What was at `database` before is gone.
 *
 * `project`: the dbt project whose models are built; the example itself by default.
 */
export async function generate(options: {
  database: string;
  project?: string;
  seed?: number;
}): Promise<void> {
  const { database, project = here, seed = 20_230_102 } = options;
  await Promise.all([database, `${database}.wal`].map((path) => rm(path, { force: true })));

  const instance = await DuckDBInstance.create(database, { threads: "2" });
  const connection = await instance.connect();
  try {
    await connection.run("create schema raw");
    for (const table of rawTables(seed)) await load(connection, table);
    await buildModels(connection, project);
    await connection.run("checkpoint");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function load(
  connection: DuckDBConnection,
  { name, columns, rows }: RawTable,
): Promise<void> {
  const declared = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  await connection.run(`create table raw.${name} (${declared.join(", ")})`);
  for (let start = 0; start < rows.length; start += batch) {
    const values = rows
      .slice(start, start + batch)
      .map((row) => `(${row.map(literal).join(", ")})`);
    await connection.run(`insert into raw.${name} values ${values.join(",\n")}`);
  }
}

function literal(value: string | number | boolean | null): string {
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const database = process.argv[2] ?? join(here, "bike-shop.duckdb");
  await generate({ database });
  console.log(`wrote ${database}`);
}
