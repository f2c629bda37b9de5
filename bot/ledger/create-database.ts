import type { Pool, Queryable } from "./pool.ts";
import type { Database, Sql } from "./sql.ts";
import { toStoreError } from "./to-store-error.ts";

/** The ledger's own way to run statements over a pool of sessions. */
export function createDatabase(pool: Pool): Database {
  return {
    ...createSql(pool),
    async transaction(doing, work) {
      const client = await pool.connect().catch((cause) => {
        throw toStoreError(doing, cause);
      });
      const sql = createSql(client);
      try {
        await sql.query(doing, "begin");
        const result = await work(sql);
        await sql.query(doing, "commit");
        client.release();
        return result;
      } catch (cause) {
        const isClean = await client.query("rollback").then(
          () => true,
          // The session is gone; the server rolls back by itself, and the pool must forget it.
          () => false,
        );
        client.release(!isClean);
        throw cause;
      }
    },
  };
}

function createSql(queryable: Queryable): Sql {
  return {
    async query<Row extends object>(doing: string, text: string, values: readonly unknown[] = []) {
      try {
        const { rows } = await queryable.query<Row>(text, values.map(storable));
        return rows;
      } catch (cause) {
        throw toStoreError(doing, cause);
      }
    },
  };
}

/** Postgres keeps no NUL characters in text, and strangers send them. */
function storable(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
