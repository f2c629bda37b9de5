import type { SqlAnalyst } from "../ports/sql-analyst.ts";
import { createLineageCache } from "./lineage-cache.ts";
import { type AnalystOptions, openSqlAnalyst } from "./open-sql-analyst.ts";

/** How long the parser stays loaded after the last borrower gave it back, in milliseconds. */
const keepMs = 300_000;

/**
 * One analyst for all runs of a process: loading the parser costs up to a second of processor time, which a
 * run over a few models should not pay again. Whoever borrows it closes what they got; the thread ends
 * `keepMs` (five minutes) after the last of them. Answers are kept, up to a limit, by the hash of all that
 * was asked, so no project is answered with what another one asked.
 */
export function lendSqlAnalyst(
  options: Omit<AnalystOptions, "cache"> & { keepMs?: number },
): () => SqlAnalyst {
  const cache = createLineageCache();
  let shared: SqlAnalyst | undefined;
  let borrowers = 0;
  let goodbye: NodeJS.Timeout | undefined;

  return () => {
    clearTimeout(goodbye);
    shared ??= openSqlAnalyst({ ...options, cache });
    const analyst = shared;
    borrowers += 1;
    let isBack = false;
    return {
      async lineage(request) {
        if (isBack) return { kind: "unknown", reason: "the analyst is closed" };
        return analyst.lineage(request);
      },
      async close() {
        if (isBack) return;
        isBack = true;
        borrowers -= 1;
        if (borrowers > 0) return;
        goodbye = setTimeout(() => {
          shared = undefined;
          void analyst.close();
        }, options.keepMs ?? keepMs).unref();
      },
    };
  };
}
