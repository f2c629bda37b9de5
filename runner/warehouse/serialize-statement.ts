import type { DuckDBConnection, DuckDBPreparedStatement } from "@duckdb/node-api";

const serialize = "select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)";

const prepared = new WeakMap<DuckDBConnection, Promise<DuckDBPreparedStatement>>();

/** What DuckDB's parser makes of a text, as JSON. Nothing of it is run. One at a time for each connection. */
export async function serializeStatement(parser: DuckDBConnection, sql: string): Promise<string> {
  const waiting = prepared.get(parser) ?? parser.prepare(serialize);
  prepared.set(parser, waiting);
  const statement = await waiting;
  statement.bindVarchar(1, sql);
  const reader = await statement.runAndReadAll();
  return String(reader.getRows()[0]?.[0]);
}
