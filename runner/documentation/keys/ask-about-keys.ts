import type { Cell, Clock } from "../../ports.ts";
import { WorldFailure } from "../../ports.ts";
import type { SqlAccess } from "../../sql/sql-access.ts";
import type { WarehousePool } from "../warehouse-pool.ts";

/** What the search for keys needs of the world. */
export interface KeyWorld {
  pool: WarehousePool;
  clock: Clock;
  /** What was verified when it aborts is kept. */
  signal: AbortSignal;
  /** What the warehouse's list of activity shows. */
  tag: string;
  /** Longest time of one statement, in milliseconds. */
  timeoutMs: number;
  /** Statements asked at once. */
  width: number;
  /** What an agent's `restrictions.sql` says. */
  access?: SqlAccess;
  /** Called for each statement. */
  count?(): void;
}

/** Every answer is counts, a few rows of them. */
const answerLimits = { maxRows: 1000, maxBytes: 1024 * 1024 };

/** Rows of an answer, or the reason why there is none. Never rejects for what the warehouse does. */
export async function askAboutKeys(
  { pool, signal, tag, timeoutMs, access, count }: KeyWorld,
  sql: string,
): Promise<{ rows: readonly (readonly Cell[])[] } | { reason: string }> {
  if (signal.aborted) return { reason: "it was stopped" };
  count?.();
  try {
    const limits = { ...answerLimits, timeoutMs, tag, signal };
    const answer = await pool.use((warehouse) =>
      warehouse.query(sql, access === undefined ? limits : { ...limits, access }),
    );
    return answer.kind === "rows" ? { rows: answer.result.rows } : { reason: answer.reason };
  } catch (cause) {
    // A connection that was cut takes this answer with it; the pool opens another for the next question.
    if (cause instanceof WorldFailure) return { reason: cause.message };
    throw cause;
  }
}
