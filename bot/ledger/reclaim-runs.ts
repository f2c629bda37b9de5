import { lockRun } from "./lock-run.ts";
import { moveRun } from "./move-run.ts";
import type { Database, Sql } from "./sql.ts";

/** How many at once: a sweep comes again, and what it gives twice the queue keeps once. */
const limit = 500;

/** Whoever asks or carries out moves the journal with every effect. This long without a move: nobody is at it. */
const settleAfterSeconds = 15;

/** A run whose runner was lost so often without a step in between takes its runners down itself. */
const maxCrashes = 3;
const lost = "its runner was lost; another one goes on";

/** Finds what waits for somebody and has nobody, takes dead runners' runs away from them, and answers the ids. */
export async function reclaimRuns(
  database: Database,
): Promise<{ run: readonly string[]; settle: readonly string[] }> {
  const waiting = await database.query<{ id: string; state: string }>(
    "looking for runs without a runner",
    `select id, state from buster.run
     where state in ('queued', 'preparing', 'running')
       and (lease_expires_at is null or lease_expires_at <= clock_timestamp())
     order by updated_at limit $1`,
    [limit],
  );
  const run: string[] = [];
  for (const { id, state } of waiting) {
    if (state === "queued" || (await takeAway(database, id))) run.push(id);
  }

  const settle = await database.query<{ id: string }>(
    "looking for runs with nobody to carry out their effects",
    `select id from buster.run
     where updated_at < clock_timestamp() - $1 * interval '1 second'
       and (settling_until is null or settling_until <= clock_timestamp())
       and (state = 'applying' or state = 'awaiting_approval' and not exists (
         select from buster.approval where run_id = run.id and approval.state = 'pending'))
     order by updated_at limit $2`,
    [settleAfterSeconds, limit],
  );
  return { run, settle: settle.map(({ id }) => id) };
}

async function takeAway(database: Database, runId: string): Promise<boolean> {
  const doing = `giving run ${runId} back to the queue`;
  return database.transaction(doing, async (sql) => {
    const run = await lockRun(sql, runId);
    if (run === undefined || run.isLeaseLive) return false;
    if (run.state !== "preparing" && run.state !== "running") return false;

    // The next epoch: should the runner only have slept, nothing it writes counts any more.
    await sql.query(
      doing,
      `update buster.run set lease_owner = null, lease_expires_at = null,
         lease_epoch = lease_epoch + 1 where id = $1`,
      [runId],
    );
    if ((await countCrashes(sql, runId)) + 1 >= maxCrashes) {
      const often = `its runner was lost ${maxCrashes} times without a step in between`;
      await moveRun(sql, run, "failed", often);
      return false;
    }
    await moveRun(sql, run, "queued", lost);
    return true;
  });
}

/**
 * How often its runner was lost since the last turn or result that it wrote. The bodies are searched as they are:
 * a newer version may have written entries that this one cannot read. Text of strangers has its quotes escaped.
 */
async function countCrashes(sql: Sql, runId: string): Promise<number> {
  const [counted] = await sql.query<{ crashes: number }>(
    `counting the crashes of run ${runId}`,
    `select count(*)::int as crashes from buster.journal
     where run_id = $1 and body like '%"kind":"run.moved"%' and strpos(body, $2) > 0
       and seq > coalesce((select max(seq) from buster.journal where run_id = $1
         and (body like '%"kind":"model.turn"%' or body like '%"kind":"tool.result"%')), 0)`,
    [runId, JSON.stringify(lost)],
  );
  return counted?.crashes ?? 0;
}
