import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../profile/quote.ts";

interface Found {
  kind: "table" | "view";
  rows: number | null;
  bytes: number | null;
}

const tableOf = `
  select schema_name, table_name, estimated_size from duckdb_tables()
  where database_name = current_database() and not internal
    and lower(schema_name) = lower($1) and lower(table_name) = lower($2)`;

const viewOf = `
  select 1 from duckdb_views()
  where database_name = current_database() and not internal
    and lower(schema_name) = lower($1) and lower(view_name) = lower($2)`;

/** Blocks that hold a part of the table, each counted whole: as large as it is on disk. */
const bytesOf = `
  select count(distinct block) * any_value(block_size) from (
    select unnest(list_append(additional_block_ids, block_id)) as block from pragma_storage_info($1)
  ), pragma_database_size()
  where block >= 0 and database_name = current_database()`;

/** What the file's catalogue says of a relation; null when there is none. */
export async function estimateInDuckDb(
  connection: DuckDBConnection,
  { schema, name }: { schema: string; name: string },
): Promise<Found | null> {
  const ask = async (sql: string, values: string[]) =>
    (await connection.runAndReadAll(sql, values)).getRows()[0];

  const table = await ask(tableOf, [schema, name]);
  if (table === undefined) {
    const view = await ask(viewOf, [schema, name]);
    return view === undefined ? null : { kind: "view", rows: null, bytes: null };
  }
  const place = { schema: String(table[0]), name: String(table[1]) };
  // An estimate is worth no failure.
  const bytes = await ask(bytesOf, [quote.relation(place)]).catch(() => undefined);
  const size = bytes?.[0] ?? null;
  return {
    kind: "table",
    rows: Number(table[2]),
    bytes: size === null ? null : Number(size),
  };
}
