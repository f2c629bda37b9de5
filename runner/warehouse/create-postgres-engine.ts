import { type Log, WorldFailure } from "../ports.ts";
import { connectPostgres, type PostgresSession } from "./postgres-session.ts";
import { shortReason } from "./short-reason.ts";

/** Time that a cancelled statement has to end by itself, in milliseconds. */
const graceMs = 1_000;
/** Longest wait for a lock, such as that of a table which is being rebuilt, in milliseconds. */
const lockWithinMs = 5_000;

export interface TransactionLimits {
  timeoutMs: number;
  tag: string;
  signal?: AbortSignal | undefined;
  /** Where unqualified names are looked up: built-ins alone, or the role's schemas after them. */
  names: "built-in" | "role";
  /**
   * `create`: may make a temporary table, and anything else: for statements that run nothing but our own
   * text. `fill`: read-only but for temporary tables, as Postgres means it. Both end in a commit.
   */
  temporary?: "create" | "fill";
}

/**
 * A connection to Postgres, without the gate: what passes here is only held by the server's own guard.
 *
 * Contract:
 * - Connects at the first question, and again at the one after a connection was lost.
 * - `inTransaction` runs read-only and ends in a rollback, unless it makes a temporary table; it is cancelled when the time is up or the
 *   signal aborts. An SQL error, and an end before its time, are `failed`.
 * - Rejects with WorldFailure `warehouse-unavailable` when the server cannot be asked.
 */
export interface PostgresEngine {
  database(): Promise<string>;
  inTransaction<Value>(
    limits: TransactionLimits,
    use: (session: PostgresSession) => Promise<Value>,
  ): Promise<{ kind: "done"; value: Value } | { kind: "failed"; reason: string }>;
  /** Of the server process, while there is a connection. */
  pid(): number | undefined;
  close(): Promise<void>;
}

export function createPostgresEngine({ url, log }: { url: string; log: Log }): PostgresEngine {
  let session: PostgresSession | undefined;
  let isClosed = false;
  let hasWarned = false;
  const connect = async () => {
    if (isClosed) throw new WorldFailure("warehouse-unavailable", "asking a closed warehouse");
    if (session?.isOpen) return session;
    session = await connectPostgres(url);
    if (session.isSuperuser && !hasWarned) {
      log.warn({}, "the warehouse role is a superuser; give agents a role that can only SELECT");
      hasWarned = true;
    }
    return session;
  };

  return {
    database: async () => (await connect()).database,
    async inTransaction(limits, use) {
      const current = await connect();
      const watch = watchOver(current, limits, () => cancel(url, current));
      try {
        await begin(current, limits);
        const value = await use(current);
        await current.ask(limits.temporary === undefined ? "rollback" : "commit");
        return { kind: "done", value };
      } catch (cause) {
        if (cause instanceof WorldFailure) throw cause;
        const reason = reasonOf(cause, watch.stopped(), limits.timeoutMs);
        // A session that cannot even roll back is in an unknown state.
        await current.ask("rollback").catch(() => current.end());
        if (reason !== undefined) return { kind: "failed", reason };
        throw lost(cause);
      } finally {
        watch.end();
        // The order to cancel may still be on its way; it must not meet the next statement.
        if (watch.stopped() !== undefined) await current.end();
      }
    },
    pid: () => (session?.isOpen ? session.pid : undefined),
    async close() {
      isClosed = true;
      await session?.end();
    },
  };
}

/** The settings are read by a query, which takes the snapshot: from there on READ ONLY is final. */
async function begin(session: PostgresSession, limits: TransactionLimits): Promise<void> {
  const own = `pg_catalog, ${session.searchPath || "public"}, pg_temp`;
  const settings = {
    statement_timeout: String(limits.timeoutMs),
    lock_timeout: String(Math.min(limits.timeoutMs, lockWithinMs)),
    idle_in_transaction_session_timeout: String(limits.timeoutMs + 10_000),
    search_path: limits.names === "built-in" ? "pg_catalog, pg_temp" : own,
    // Rows are fetched through a cursor, but all of them are wanted.
    cursor_tuple_fraction: "1",
    application_name: limits.tag.replace(/[^\x20-\x7e]/g, "?").slice(0, 63),
    TimeZone: "UTC",
    DateStyle: "ISO, YMD",
    IntervalStyle: "postgres",
    bytea_output: "hex",
    extra_float_digits: "1",
  };
  const mode = limits.temporary === "create" ? "read write" : "read only";
  await session.ask(`begin transaction ${mode}`);
  const calls = Object.keys(settings).map(
    (name, index) => `set_config('${name}', $${index + 1}, true)`,
  );
  await session.ask(`select ${calls.join(", ")}`, Object.values(settings));
}

type Stopped = "time" | "signal" | undefined;

function watchOver(
  session: PostgresSession,
  { timeoutMs, signal }: TransactionLimits,
  cancelIt: () => Promise<void>,
): { stopped(): Stopped; end(): void } {
  let stopped: Stopped;
  let overdue: NodeJS.Timeout | undefined;
  const stop = (why: Stopped) => {
    if (stopped !== undefined) return;
    stopped = why;
    overdue = setTimeout(() => void session.end(), graceMs);
    // Whether it could be cancelled or not: after the grace the connection is cut.
    cancelIt().catch(() => undefined);
  };
  const stopBySignal = () => stop("signal");
  const timer = setTimeout(stop, timeoutMs, "time");
  signal?.addEventListener("abort", stopBySignal);
  if (signal?.aborted) stopBySignal();
  return {
    stopped: () => stopped,
    end() {
      clearTimeout(timer);
      clearTimeout(overdue);
      signal?.removeEventListener("abort", stopBySignal);
    },
  };
}

/** A busy connection cannot be told to stop; another one tells the server. */
async function cancel(url: string, { pid }: PostgresSession): Promise<void> {
  const other = await connectPostgres(url);
  await other.ask("select pg_catalog.pg_cancel_backend($1)", [pid]);
  await other.end();
}

/** Undefined: it was not the statement that failed, but the connection. */
function reasonOf(cause: unknown, stopped: Stopped, timeoutMs: number): string | undefined {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = "code" in error ? String(error.code) : "";
  if (stopped === "signal") return "the query was stopped because the run was";
  if (stopped === "time" || code === "57014") {
    return `the query was stopped after ${timeoutMs / 1000} s: aggregate, filter or sample to ask for less`;
  }
  if (!/^[0-9A-Z]{5}$/.test(code) || /^(08|57P)/.test(code)) return undefined;
  if (code === "25006") return "only reading is allowed";
  const hint = "hint" in error && typeof error.hint === "string" ? `\nhint: ${error.hint}` : "";
  return shortReason(`${error.message}${hint}`);
}

function lost(cause: unknown): WorldFailure {
  const text = cause instanceof Error ? shortReason(cause.message) : String(cause);
  return new WorldFailure("warehouse-unavailable", `asking the Postgres warehouse: ${text}`);
}
