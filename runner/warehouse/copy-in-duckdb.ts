import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../profile/quote.ts";
import { sampleClause } from "../profile/sample-clause.ts";
import type { DuckDbCopy } from "./duckdb-messages.ts";

/** Copies into a temporary table, in memory, and answers its rows: one more than `maxRows` where there are more. */
export async function copyInDuckDb(
  connection: DuckDBConnection,
  { copy, schema, name, columns, sample, maxRows }: DuckDbCopy,
): Promise<number> {
  const reader = await connection.runAndReadAll("select current_database()");
  const database = String(reader.getRows()[0]?.[0]);
  const select = [
    `select ${columns?.map(quote.name).join(", ") ?? "*"}`,
    `from ${quote.relation({ database, schema, name })}`,
    ...(sample === undefined ? [] : [sampleClause("duckdb", sample)]),
    ...(maxRows === undefined ? [] : [`limit ${maxRows + 1}`]),
  ].join(" ");
  const into = quote.relation({ database: "temp", schema: "main", name: copy });
  const made = await connection.runAndReadAll(`create temp table ${into} as ${select}`);
  return Number(made.getRows()[0]?.[0] ?? 0);
}

export async function dropInDuckDb(connection: DuckDBConnection, copy: string): Promise<void> {
  const into = quote.relation({ database: "temp", schema: "main", name: copy });
  await connection.run(`drop table if exists ${into}`);
}
