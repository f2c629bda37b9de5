import { randomUUID } from "node:crypto";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { Cost, Run, RunState } from "#agents-schema/run.ts";
import { StoreUnavailable } from "../ports.ts";
import type { Heart } from "./create-heart.ts";
import { findRuns } from "./find-runs.ts";
import { journalFormat } from "./journal-format.ts";
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
  append(lease: Lease, entry: JournalEntry, cost?: Cost): Promise<void>;
  reserve(lease: Lease, cost: Cost | null): Promise<void>;
  move(lease: Lease, to: RunState, reason: string | null): Promise<void>;
  spend(lease: Lease, cost: Cost): Promise<void>;
}

/** The ledger under leases. Everything is written only while the lease's epoch is the run's. */
export function createWorkshopLedger(
  database: Database,
  /** undefined: nothing keeps leases alive but `heartbeat`. */
  heart?: Heart,
): WorkshopLedger {
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
           lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond',
           -- Whoever made the call has died: it is paid for, though nobody heard the answer.
           cost_usd = cost_usd + coalesce((reserved::json->>'usd')::float8, 0),
           cost_input_tokens = cost_input_tokens + coalesce((reserved::json->>'inputTokens')::float8, 0),
           cost_output_tokens = cost_output_tokens + coalesce((reserved::json->>'outputTokens')::float8, 0),
           cost_turns = cost_turns + coalesce((reserved::json->>'turns')::float8, 0),
           reserved = null
         where id = $1 and state in ('queued', 'preparing', 'running') and format <= $4
           and (lease_expires_at is null or lease_expires_at <= clock_timestamp())
         returning lease_epoch as epoch`,
        [runId, owner, leaseMs, journalFormat],
      );
      if (taken === undefined) return undefined;
      const lease = { runId, owner, epoch: taken.epoch };
      heart?.keep({ ...lease, leaseMs });
      return lease;
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
      if (run === undefined) {
        heart?.letGo(lease.runId);
        return "lost";
      }
      return run.goes_on ? "held" : "stop";
    },

    async release(lease) {
      heart?.letGo(lease.runId);
      await database.query(
        `giving back run ${lease.runId}`,
        `update buster.run set lease_owner = null, lease_expires_at = null
         where id = $1 and lease_owner = $2 and lease_epoch = $3`,
        [lease.runId, lease.owner, lease.epoch],
      );
    },

    read: (runId) => readJournal(database, runId),

    async append(lease, entry, cost) {
      const doing = `writing the journal of run ${lease.runId}`;
      await database.transaction(doing, async (sql) => {
        const run = await lockHeld(sql, doing, lease);
        if (cost !== undefined)
          await sql.query(doing, `${addCost}, reserved = null where id = $5`, [
            ...columnsOf(cost),
            run.id,
          ]);
        await recordEntry(sql, run, entry);
      });
    },

    async reserve(lease, cost) {
      const doing = `reserving for run ${lease.runId}`;
      const rows = await database.query(
        doing,
        `update buster.run set reserved = $4
         where id = $1 and lease_owner = $2 and lease_epoch = $3 returning id`,
        [lease.runId, lease.owner, lease.epoch, cost === null ? null : JSON.stringify(cost)],
      );
      if (rows.length === 0) throw lost(doing);
    },

    async move(lease, to, reason) {
      const doing = `moving run ${lease.runId}`;
      await database.transaction(doing, async (sql) =>
        moveRun(sql, await lockHeld(sql, doing, lease), to, reason),
      );
    },

    async spend(lease, cost) {
      const doing = `counting the cost of run ${lease.runId}`;
      // In a transaction: one that broke off before its end is not counted twice.
      const rows = await database.transaction(doing, (sql) =>
        sql.query(
          doing,
          `${addCost} where id = $5 and lease_owner = $6 and lease_epoch = $7 returning id`,
          [...columnsOf(cost), lease.runId, lease.owner, lease.epoch],
        ),
      );
      if (rows.length === 0) throw lost(doing);
    },
  };
}

const addCost = `update buster.run set cost_usd = cost_usd + $1, cost_input_tokens = cost_input_tokens + $2,
  cost_output_tokens = cost_output_tokens + $3, cost_turns = cost_turns + $4`;

function columnsOf({ usd, inputTokens, outputTokens, turns }: Cost): number[] {
  return [usd, inputTokens, outputTokens, turns];
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
