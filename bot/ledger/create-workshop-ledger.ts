import { randomUUID } from "node:crypto";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { Cost, Run, RunState } from "#agents-schema/run.ts";
import { StoreUnavailable } from "../ports.ts";
import { findRuns } from "./find-runs.ts";
import { type LockedRun, lockRun } from "./lock-run.ts";
import { moveRun } from "./move-run.ts";
import { readJournal } from "./read-journal.ts";
import { recordEntry } from "./record-entry.ts";
import type { Database, Sql } from "./sql.ts";

export interface Lease {
  runId: string;
  owner: string;
  /** Fencing token: grows with each owner. */
  epoch: number;
}

/**
 * What the runner may do with the ledger. The runner has its own word for this promise; they are kept
 * the same by a test, because bot and runner do not import each other.
 */
export interface WorkshopLedger {
  load(runId: string): Promise<Run | undefined>;
  acquire(runId: string, leaseMs: number): Promise<Lease | undefined>;
  heartbeat(lease: Lease, leaseMs: number): Promise<"held" | "stop" | "lost">;
  release(lease: Lease): Promise<void>;
  read(runId: string): Promise<readonly JournalRow[]>;
  append(lease: Lease, entry: JournalEntry): Promise<void>;
  move(lease: Lease, to: RunState, reason: string | null): Promise<void>;
  spend(lease: Lease, cost: Cost): Promise<void>;
}

/** The ledger under leases. Everything is written only while the lease's epoch is the run's. */
export function createWorkshopLedger(database: Database): WorkshopLedger {
  const owner = randomUUID();
  return {
    async load(runId) {
      const [run] = await findRuns(database, `loading run ${runId}`, "id = $1", [runId]);
      return run;
    },

    async acquire(runId, leaseMs) {
      const [taken] = await database.query<{ epoch: number }>(
        `taking up run ${runId}`,
        `update buster.run set lease_owner = $2, lease_epoch = lease_epoch + 1,
           lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond'
         where id = $1 and state in ('queued', 'preparing', 'running')
           and (lease_expires_at is null or lease_expires_at <= clock_timestamp())
         returning lease_epoch as epoch`,
        [runId, owner, leaseMs],
      );
      return taken && { runId, owner, epoch: taken.epoch };
    },

    async heartbeat(lease, leaseMs) {
      const [run] = await database.query<{ goes_on: boolean }>(
        `keeping run ${lease.runId}`,
        `update buster.run set lease_expires_at = clock_timestamp() + $4 * interval '1 millisecond'
         where id = $1 and lease_owner = $2 and lease_epoch = $3
         returning stop_requested_by is null
           and state in ('queued', 'preparing', 'running') as goes_on`,
        [lease.runId, lease.owner, lease.epoch, leaseMs],
      );
      if (run === undefined) return "lost";
      return run.goes_on ? "held" : "stop";
    },

    async release(lease) {
      await database.query(
        `giving back run ${lease.runId}`,
        `update buster.run set lease_owner = null, lease_expires_at = null
         where id = $1 and lease_owner = $2 and lease_epoch = $3`,
        [lease.runId, lease.owner, lease.epoch],
      );
    },

    read: (runId) => readJournal(database, runId),

    async append(lease, entry) {
      const doing = `writing the journal of run ${lease.runId}`;
      await database.transaction(doing, async (sql) =>
        recordEntry(sql, await lockHeld(sql, doing, lease), entry),
      );
    },

    async move(lease, to, reason) {
      const doing = `moving run ${lease.runId}`;
      await database.transaction(doing, async (sql) =>
        moveRun(sql, await lockHeld(sql, doing, lease), to, reason),
      );
    },

    async spend(lease, cost) {
      const doing = `counting the cost of run ${lease.runId}`;
      // In a transaction: one that broke off is not counted twice.
      const rows = await database.transaction(doing, (sql) =>
        sql.query(
          doing,
          `update buster.run set cost_usd = cost_usd + $4,
           cost_input_tokens = cost_input_tokens + $5,
           cost_output_tokens = cost_output_tokens + $6, cost_turns = cost_turns + $7
         where id = $1 and lease_owner = $2 and lease_epoch = $3 returning id`,
          [
            lease.runId,
            lease.owner,
            lease.epoch,
            cost.usd,
            cost.inputTokens,
            cost.outputTokens,
            cost.turns,
          ],
        ),
      );
      if (rows.length === 0) throw lost(doing);
    },
  };
}

/** The run's row, if the lease still is the run's; who lost it must stop. */
async function lockHeld(sql: Sql, doing: string, lease: Lease): Promise<LockedRun> {
  const run = await lockRun(sql, lease.runId);
  if (run?.leaseOwner !== lease.owner || run.leaseEpoch !== lease.epoch) throw lost(doing);
  return run;
}

function lost(doing: string): StoreUnavailable {
  return new StoreUnavailable(`${doing}: the run is somebody else's now`);
}
