import type { FactFile } from "../facts/fact-file.ts";
import type { NewValue } from "../facts/judge-drift.ts";
import {
  citedFacts,
  planVerification,
  singly,
  type VerificationQuery,
} from "../facts/plan-verification.ts";
import { WorldFailure } from "../ports.ts";
import { inParallel } from "./in-parallel.ts";
import { type AskedOf, isOwnQuery } from "./own-queries.ts";
import type { WarehousePool } from "./warehouse-pool.ts";

/** Every cited fact is one cell of a row. */
const answerLimits = { maxRows: 2, maxBytes: 4 * 1024 * 1024, tag: "buster docs verify" };

interface AskAgainWorld {
  pool: WarehousePool;
  signal: AbortSignal;
  relationsOf: AskedOf["relationsOf"];
}

/**
 * The values that cited facts have now: subject → fact id → value. What cannot be asked any more has the
 * reason instead, and so has what we would not ask: such a query is never run. Rejects with WorldFailure when the warehouse cannot be reached at all.
 */
export async function askAgain(
  { pool, signal, relationsOf }: AskAgainWorld,
  files: readonly FactFile[],
  { concurrency, timeoutMs }: { concurrency: number; timeoutMs: number },
): Promise<ReadonlyMap<string, ReadonlyMap<string, NewValue>>> {
  const values = new Map<string, Map<string, NewValue>>();
  const put = (subject: string, id: string, value: NewValue) => {
    const known = values.get(subject) ?? new Map<string, NewValue>();
    values.set(subject, known.set(id, value));
  };
  const ask = async (query: VerificationQuery): Promise<string | undefined> => {
    const answer = await pool.use((warehouse) =>
      warehouse.query(query.sql, { ...answerLimits, timeoutMs, signal }),
    );
    if (answer.kind !== "rows") return answer.reason;
    const [row] = answer.result.rows;
    for (const [index, { subject, fact }] of query.answers.entries()) {
      put(subject, fact.id, { value: row?.[index] ?? null });
    }
    return undefined;
  };
  const own = files.map((file) => {
    const facts = citedFacts(file).filter((fact) => {
      const isOwn = isOwnQuery(fact, { subject: file.subject, relationsOf });
      if (!isOwn) put(file.subject, fact.id, { problem: "its query is not one of ours" });
      return isOwn;
    });
    return { ...file, facts };
  });
  await inParallel(planVerification(own), concurrency, signal, async (query) => {
    if ((await ask(query).catch(onceMore)) === undefined || signal.aborted) return;
    // One of them cannot be asked any more; the others can.
    for (const one of singly(query)) {
      const problem = await ask(one);
      const [answer] = one.answers;
      if (problem !== undefined && answer !== undefined) {
        put(answer.subject, answer.fact.id, { problem });
      }
    }
  });
  return values;
}

/** A connection that was cut is a reason to ask again; a second one ends it. */
function onceMore(cause: unknown): string {
  if (cause instanceof WorldFailure) return cause.message;
  throw cause;
}
