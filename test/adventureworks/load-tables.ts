import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { type FixtureTable, readTables, type Shop } from "./read-tables.ts";

/** Writes the tables of a shop into the schema of its name of a DuckDB file, which is made where there is none. */
export async function loadIntoDuckDb(path: string, shop: Shop = "adventureworks"): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const directory = await mkdtemp(join(tmpdir(), "buster-test-tables-"));
  try {
    await connection.run(`create schema if not exists ${shop}`);
    for (const table of await readTables(shop)) {
      const file = join(directory, `${table.name}.csv`);
      await writeFile(file, toCsv(table));
      const columns = table.columns.map(({ name, type }) => `'${name}': '${type}'`).join(", ");
      await connection.run(
        `create or replace table ${shop}."${table.name}" as
           select * from read_csv('${file}', header = false, nullstr = '', columns = {${columns}})`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true });
  }
}

/** The same in a Postgres database. */
export async function loadIntoPostgres(url: string, shop: Shop = "adventureworks"): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create schema if not exists ${shop}`);
    for (const { name, columns, rows } of await readTables(shop)) {
      const table = `${shop}."${name}"`;
      const shape = columns.map((column) => `"${column.name}" ${column.type}`).join(", ");
      const texts = columns.map((_, at) => `$${at + 1}::text[]`).join(", ");
      const typed = columns.map(({ type }, at) => `c${at}::${type}`).join(", ");
      const names = columns.map((_, at) => `c${at}`).join(", ");
      await client.query(`drop table if exists ${table}; create table ${table} (${shape})`);
      await client.query(
        `insert into ${table} select ${typed} from unnest(${texts}) as t (${names})`,
        columns.map((_, at) => rows.map((row) => row[at] ?? null)),
      );
      await client.query(`analyze ${table}`);
    }
  } finally {
    await client.end();
  }
}

function toCsv({ rows }: FixtureTable): string {
  const field = (value: string | null) =>
    value === null ? "" : `"${value.replaceAll('"', '""')}"`;
  return rows.map((row) => `${row.map(field).join(",")}\n`).join("");
}
