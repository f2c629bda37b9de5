import { openWarehouse } from "#runner/warehouse/open-warehouse.ts";
import { parseWarehouseUrl } from "#runner/warehouse/parse-warehouse-url.ts";
import { connectPostgres } from "#runner/warehouse/postgres-session.ts";
import { broken, type Check, off, works } from "./check.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const limits = { maxRows: 1, maxBytes: 1000, timeoutMs: 10_000, tag: "buster doctor" };

/** May the role write anywhere? The transaction is read-only in any case; a role that cannot is a second guard. */
const mayWrite = `
  select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')`;

/** Does the warehouse answer a query, and can it be written with what was given? */
export async function checkWarehouse(url: string | undefined, signal: AbortSignal): Promise<Check> {
  if (url === undefined) {
    return off(
      "warehouse",
      "none: agents measure nothing",
      "set WAREHOUSE_URL to duckdb:PATH or postgres://…, or use a dbt profile",
    );
  }
  const fix = "look at WAREHOUSE_URL";
  try {
    const settings = parseWarehouseUrl(url);
    const warehouse = await openWarehouse(settings, quiet);
    try {
      const answer = await warehouse.query("select 1", { ...limits, signal });
      if (answer.kind !== "rows") return broken("warehouse", answer.reason, fix);
    } finally {
      await warehouse.close();
    }
    if (settings.kind === "duckdb") return works("warehouse", "duckdb, opened read-only");
    return works("warehouse", ...(await rights(settings.url)));
  } catch (cause) {
    return broken("warehouse", cause instanceof Error ? cause.message : String(cause), fix);
  }
}

async function rights(url: string): Promise<[detail: string, fix?: string]> {
  const session = await connectPostgres(url);
  try {
    const advice = "give Buster a role that may only select";
    if (session.isSuperuser) return ["postgres, read-only; the role is a superuser", advice];
    const { rows } = await session.ask(mayWrite);
    const tables = Number(rows[0]?.[0] ?? 0);
    if (tables === 0) return ["postgres, read-only; the role may not write either"];
    return [`postgres, read-only; the role itself could write to ${tables} tables`, advice];
  } finally {
    await session.end();
  }
}
