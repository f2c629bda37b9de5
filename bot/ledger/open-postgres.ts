import type { Log } from "../ports.ts";
import type { Pool } from "./pool.ts";

/** Sessions for the ledger alone; the queue brings its own. Postgres allows 100 in all by default. */
const sessions = 10;

/** Longest time for a connection, and for a statement, in milliseconds: then the store is unavailable. */
const connectWithinMs = 5_000;
const answerWithinMs = 30_000;

/** Opens a Postgres by its address. Nothing is asked of it yet. */
export async function openPostgres(url: string, log: Log): Promise<Pool> {
  const { Pool } = await import("pg");
  const pool = new Pool({
    connectionString: url,
    application_name: "buster",
    max: sessions,
    connectionTimeoutMillis: connectWithinMs,
    statement_timeout: answerWithinMs,
    query_timeout: answerWithinMs + 1_000,
    keepAlive: true,
  });
  // A session that breaks is replaced; without a listener it would end the process: an idle one is the pool's to
  // tell of, one that is lent out and just not asked anything tells by itself.
  pool.on("error", (cause) => log.warn({ err: cause }, "idle database session lost"));
  pool.on("connect", (session) => {
    session.on("error", (cause) => log.debug({ err: cause }, "database session lost"));
  });
  return pool;
}
