import type { FieldDef } from "pg";
import type { QueryResult } from "../ports.ts";
import { createCappedRows } from "./capped-rows.ts";
import { postgresCell } from "./postgres-cell.ts";
import type { PostgresAnswer, PostgresSession } from "./postgres-session.ts";

/** Rows of the first and of each further fetch: the first shows how large they are. */
const firstFetch = 50;
const furtherFetch = 500;

/**
 * Reads a statement's rows inside a transaction, up to the caps. A SELECT is fetched through a cursor, so
 * that the rest of a large answer is never made; for EXPLAIN and SHOW there are no cursors, and with one the
 * server works with a single process.
 */
export async function readPostgresRows(
  session: PostgresSession,
  sql: string,
  {
    statement,
    maxRows,
    maxBytes,
    isSmall = false,
  }: { statement: string; maxRows: number; maxBytes: number; isSmall?: boolean },
): Promise<QueryResult> {
  const rows = createCappedRows(maxRows, maxBytes);
  const take = ({ fields, rows: texts }: PostgresAnswer) =>
    texts.every((row) =>
      rows.add(row.map((text, index) => postgresCell(text, fields[index]?.dataTypeID ?? 0))),
    );
  const fields = await fetchAll(session, sql, statement === "select" && !isSmall, take);
  const columns = await nameTypes(session, fields);
  return { columns, rows: rows.rows, truncated: rows.truncated };
}

async function fetchAll(
  session: PostgresSession,
  sql: string,
  byCursor: boolean,
  take: (answer: PostgresAnswer) => boolean,
): Promise<readonly FieldDef[]> {
  if (!byCursor) {
    const answer = await session.ask(sql);
    take(answer);
    return answer.fields;
  }
  await session.ask(`declare buster_rows no scroll cursor for\n${sql}`);
  let count = firstFetch;
  for (;;) {
    const answer = await session.ask(`fetch forward ${count} from buster_rows`);
    if (!take(answer) || answer.rows.length < count) return answer.fields;
    count = furtherFetch;
  }
}

/** Postgres's own names of the types: `numeric(10,2)`, `character varying(20)`. */
async function nameTypes(
  session: PostgresSession,
  fields: readonly FieldDef[],
): Promise<QueryResult["columns"]> {
  const ids = fields.map(({ dataTypeID }) => dataTypeID);
  const modifiers = fields.map(({ dataTypeModifier }) => dataTypeModifier);
  const named = `
    select pg_catalog.format_type(id, modifier)
    from unnest($1::oid[], $2::int4[]) with ordinality as t(id, modifier, place) order by place`;
  const { rows } = await session.ask(named, [ids, modifiers]);
  return fields.map(({ name }, index) => ({ name, type: rows[index]?.[0] ?? "" }));
}
