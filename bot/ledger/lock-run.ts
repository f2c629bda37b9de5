import type { RunState } from "#agents-schema/run.ts";
import type { Sql } from "./sql.ts";

/** A run's row, ours until the transaction ends. */
export interface LockedRun {
  id: string;
  state: RunState;
  version: number;
  journalHead: string;
  leaseOwner: string | null;
  leaseEpoch: number;
  isLeaseLive: boolean;
  settlingOwner: string | null;
  /** Now, by the database's clock, which all machines share. */
  at: string;
}

/** Locks a run's row until the transaction ends; whoever writes its journal goes one after the other. */
export async function lockRun(sql: Sql, runId: string): Promise<LockedRun | undefined> {
  const [run] = await sql.query<Omit<LockedRun, "at"> & { now: Date }>(
    `locking run ${runId}`,
    `select id, state, version, journal_head as "journalHead",
       lease_owner as "leaseOwner", lease_epoch as "leaseEpoch",
       settling_owner as "settlingOwner",
       coalesce(lease_expires_at > clock_timestamp(), false) as "isLeaseLive",
       clock_timestamp() as now
     from buster.run where id = $1 for update`,
    [runId],
  );
  if (run === undefined) return undefined;
  const { now, ...row } = run;
  return { ...row, at: now.toISOString() };
}
