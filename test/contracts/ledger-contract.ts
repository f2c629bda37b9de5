import { describeApprovals } from "./ledger-approvals.ts";
import { describeInbox } from "./ledger-inbox.ts";
import { describeJournal } from "./ledger-journal.ts";
import { describeLanes } from "./ledger-lanes.ts";
import { describeOutbox } from "./ledger-outbox.ts";
import { describeRuns } from "./ledger-runs.ts";
import { describeSurfaces } from "./ledger-surfaces.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";
import { describeWorkshop } from "./ledger-workshop.ts";

/** What every ledger promises, wherever it lives. */
export function describeLedger(subject: () => LedgerUnderTest): void {
  describeInbox(subject);
  describeRuns(subject);
  describeJournal(subject);
  describeWorkshop(subject);
  describeOutbox(subject);
  describeApprovals(subject);
  describeSurfaces(subject);
  describeLanes(subject);
}
