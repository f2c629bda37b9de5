import type { DuckDBConnection } from "@duckdb/node-api";

const serialize = "select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)";

/** What DuckDB's parser makes of a text, as JSON. Nothing of it is run. */
export async function serializeStatement(parser: DuckDBConnection, sql: string): Promise<string> {
  const reader = await parser.runAndReadAll(serialize, [sql]);
  return String(reader.getRows()[0]?.[0]);
}
