import type { Run } from "#agents-schema/run.ts";
import { type RunRecord, readRecord } from "../flow/read-record.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";
import { StoreUnavailable } from "../ports.ts";
import { plain } from "./plain.ts";
import { tellRecord } from "./tell-record.ts";
import type { Terminal } from "./terminal.ts";

type AuditedLedger = Pick<OpenLedger, "runs" | "outbox" | "approvals" | "close">;

/**
 * `buster audit`: verifies a run's journal and what else the ledger has of it, and tells what happened, in
 * order. `runId` may be the beginning of an id, as far as only one run begins so.
 *
 * Exit code: 0 the ledger holds together, 1 it does not, 3 there is no such run or the ledger cannot be opened.
 */
export async function runAudit(
  runId: string,
  { json }: { json: boolean },
  terminal: Terminal,
  open: () => Promise<AuditedLedger>,
): Promise<number> {
  const ledger = await openOrTell(open, terminal);
  if (ledger === undefined) return 3;
  try {
    const run = await ledger.runs.find(runId);
    if (run === undefined) {
      terminal.err(`audit: no run, or more than one, begins with ${plain(runId)}`);
      return 3;
    }
    const record = await readRecord(ledger, run.id);
    if (record === undefined) throw new Error(`run ${run.id} is gone while it is read`);
    if (json) terminal.out(JSON.stringify(toJson(record), undefined, 2));
    else tellRecord(record, terminal);
    return tellVerdict(record, json ? terminal.err : terminal.out);
  } catch (cause) {
    if (cause instanceof StoreUnavailable || !(cause instanceof Error)) throw cause;
    // Rows that are no longer what Buster writes: somebody else wrote them.
    const mistakes = [{ seq: null, why: cause.message }];
    if (json) terminal.out(JSON.stringify({ ledger: { ok: false, entries: null, mistakes } }));
    terminal.err(`audit: the ledger is broken: ${plain(cause.message)}`);
    return 1;
  } finally {
    await ledger.close();
  }
}

async function openOrTell(
  open: () => Promise<AuditedLedger>,
  terminal: Terminal,
): Promise<AuditedLedger | undefined> {
  try {
    return await open();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    terminal.err(`audit: ${plain(said)}`);
    return undefined;
  }
}

function tellVerdict({ verification, run }: RunRecord, say: Terminal["out"]): 0 | 1 {
  if (verification.kind === "intact") {
    say(`ledger verified: ${verification.entries} entries, last hash ${run.journalHead}`);
    return 0;
  }
  for (const why of verification.why) {
    const where = verification.seq === null ? "" : `entry ${verification.seq}: `;
    say(`the ledger is broken: ${where}${plain(why)}`);
  }
  return 1;
}

function toJson({ run, journal, effects, approvals, verification }: RunRecord): object {
  return {
    ledger: {
      ok: verification.kind === "intact",
      entries: journal.length,
      head: run.journalHead,
      mistakes:
        verification.kind === "intact"
          ? []
          : verification.why.map((why) => ({ seq: verification.seq, why })),
    },
    run: runJson(run),
    journal: journal.map(({ seq, at, entry, prev, hash }) => ({ seq, at, entry, prev, hash })),
    effects: effects.map(({ id, effect, verdict, state, digest, receipt, reason }) => {
      const { kind, ...payload } = effect;
      return { id, kind, verdict, state, digest, receipt, reason, ...payload };
    }),
    // Without the token: it is what buttons carry.
    approvals: approvals.map(({ token, ...approval }) => approval),
    facts: journal.flatMap(({ entry }) => (entry.kind === "fact.measured" ? [entry.fact] : [])),
  };
}

function runJson(run: Run): object {
  const { id, agent, state, reason, cost, repository, pullRequest, baseSha, headSha } = run;
  return {
    id,
    agent: agent.name,
    state,
    reason,
    cost,
    repository: repository.fullName,
    pullRequest: pullRequest?.number ?? null,
    baseSha,
    headSha,
    requestedBy: run.requestedBy,
    because: run.because,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
  };
}
