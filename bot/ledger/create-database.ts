import { setTimeout as wait } from "node:timers/promises";
import { judgeDatabaseError } from "./judge-database-error.ts";
import type { Pool, Queryable, Session } from "./pool.ts";
import type { Database, Sql } from "./sql.ts";
import { toStoreError } from "./to-store-error.ts";

/** What passes (a restart, a failover, a deadlock) is sat out for so long, in milliseconds. */
const usualPatienceMs = 15_000;
const firstWaitMs = 25;
const longestWaitMs = 1_000;

interface Proof {
  text: string;
  values: readonly unknown[];
}

/**
 * The ledger's own way to run statements over a pool of sessions. What passes is tried again for `patienceMs`.
 * A lone statement may be run twice when its connection broke, so each is written to do the same again; of a
 * transaction the ledger is asked whether it was committed.
 */
export function createDatabase(pool: Pool, patienceMs = usualPatienceMs): Database {
  const lone = createSql(pool);
  const patiently = <Result>(work: () => Promise<Result>) => tryUntil(patienceMs, work);

  const attempt = async <Result>(
    doing: string,
    work: (sql: Sql) => Promise<Result>,
  ): Promise<Result> => {
    const session = await pool.connect().catch((cause) => {
      throw toStoreError(doing, cause);
    });
    const proofs: Proof[] = [];
    const sql = createSql(session, proofs);
    let result: Result;
    try {
      await sql.query(doing, "begin");
      result = await work(sql);
    } catch (cause) {
      await giveBack(session);
      throw cause;
    }
    try {
      await sql.query(doing, "commit");
      session.release();
      return result;
    } catch (cause) {
      await giveBack(session);
      const [proof] = proofs;
      if (proof === undefined || judgeDatabaseError(cause) === "lasting") throw cause;
      const found = await patiently(() => lone.query(doing, proof.text, proof.values));
      if (found.length > 0) return result;
      throw cause;
    }
  };

  return {
    query: (doing, text, values) => patiently(() => lone.query(doing, text, values)),
    transaction: (doing, work) => patiently(() => attempt(doing, work)),
  };
}

async function tryUntil<Result>(patienceMs: number, work: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + patienceMs;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await work();
    } catch (cause) {
      const isOver = performance.now() + waitMs > end;
      if (isOver || judgeDatabaseError(cause) === "lasting") throw cause;
      await wait(waitMs);
    }
  }
}

async function giveBack(session: Session): Promise<void> {
  const isClean = await session.query("rollback").then(
    () => true,
    // The session is gone; the server rolls back by itself, and the pool must forget it.
    () => false,
  );
  session.release(!isClean);
}

function createSql(queryable: Queryable, proofs?: Proof[]): Sql {
  return {
    async query<Row extends object>(doing: string, text: string, values: readonly unknown[] = []) {
      try {
        const { rows } = await queryable.query<Row>(text, values.map(storable));
        return rows;
      } catch (cause) {
        throw toStoreError(doing, cause);
      }
    },
    ...(proofs === undefined
      ? {}
      : { provenBy: (text, values) => void proofs.push({ text, values }) }),
  };
}

/** Postgres keeps no NUL characters in text, and strangers send them. */
function storable(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
