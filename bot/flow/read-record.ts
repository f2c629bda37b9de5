import type { Approval } from "#agents-schema/approval.ts";
import type { JournalRow } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { verifyJournal } from "#agents-schema/verify-journal.ts";
import { verifyRecords } from "../gate/verify-records.ts";
import type { Approvals, Outbox, Runs } from "../ports.ts";

/** Everything the ledger has of one run, as of one moment, and whether it holds together. */
export interface RunRecord {
  run: Run;
  journal: readonly JournalRow[];
  effects: readonly StoredEffect[];
  approvals: readonly Approval[];
  verification:
    | { kind: "intact"; entries: number }
    /** `seq` is the first journal entry that is wrong; null when the journal is whole and other rows contradict it. */
    | { kind: "broken"; seq: number | null; why: readonly string[] };
}

/** A run that moves while it is read is read again; one that moves this often will be asked for again. */
const maxTries = 10;

/** Reads a run's record; undefined when there is no such run. */
export async function readRecord(
  ledger: {
    runs: Pick<Runs, "load" | "journal">;
    outbox: Pick<Outbox, "ofRun">;
    approvals: Pick<Approvals, "ofRun">;
  },
  runId: string,
): Promise<RunRecord | undefined> {
  let run = await ledger.runs.load(runId);
  for (let tries = 0; run !== undefined && tries < maxTries; tries++) {
    const journal = await ledger.runs.journal(runId);
    const effects = await ledger.outbox.ofRun(runId);
    const approvals = await ledger.approvals.ofRun(runId);
    const now = await ledger.runs.load(runId);
    // Everything that changes writes a journal entry: the same version means that nothing came between.
    if (now?.version === run.version) return verified({ run: now, journal, effects, approvals });
    run = now;
  }
  if (run === undefined) return undefined;
  throw new Error(`reading run ${runId}: it moved each of ${maxTries} times`);
}

function verified(record: Omit<RunRecord, "verification">): RunRecord {
  const { run, journal, effects, approvals } = record;
  const chain = verifyJournal(journal, run, run.id);
  if (chain.kind === "broken") {
    return { ...record, verification: { kind: "broken", seq: chain.seq, why: [chain.why] } };
  }
  const why = verifyRecords(run, journal, effects, approvals);
  const isWhole = why.length === 0;
  return { ...record, verification: isWhole ? chain : { kind: "broken", seq: null, why } };
}
