import type { OpenLedger } from "#bot/ledger/open-ledger.ts";
import { describeApprovals } from "./ledger-approvals.ts";
import { describeInbox } from "./ledger-inbox.ts";
import { describeJournal } from "./ledger-journal.ts";
import { describeOutbox } from "./ledger-outbox.ts";
import { describeRuns } from "./ledger-runs.ts";
import { describeWorkshop } from "./ledger-workshop.ts";

/** A ledger to test, with a way behind its back: what only a crash, a clock or an intruder could do. */
export interface LedgerUnderTest {
  ledger: OpenLedger;
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** What every ledger promises, wherever it lives. */
export function describeLedger(subject: () => LedgerUnderTest): void {
  describeInbox(subject);
  describeRuns(subject);
  describeJournal(subject);
  describeWorkshop(subject);
  describeOutbox(subject);
  describeApprovals(subject);
}
