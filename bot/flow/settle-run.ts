import type { Run } from "#agents-schema/run.ts";
import { askForApproval } from "./ask-for-approval.ts";
import { carryOutInOrder } from "./carry-out-in-order.ts";
import { followDecision } from "./follow-decision.ts";
import type { House } from "./house.ts";

/**
 * Brings a run that has finished proposing to its end: asks where policy asks, then carries out in
 * order. Safe to call at any time and any number of times: every step is read from the ledger.
 */
export async function settleRun(house: House, runId: string): Promise<void> {
  const run = await house.runs.load(runId);
  if (run === undefined) return;
  if (run.state === "awaiting_approval") return waitForPerson(house, run);
  if (run.state !== "applying") return;

  await carryOutInOrder(house, run);
}

/** Asks, unless somebody has decided already and whoever should have followed it died. */
async function waitForPerson(house: House, run: Run): Promise<void> {
  const latest = (await house.approvals.ofRun(run.id)).at(-1);
  const effects = await house.outbox.ofRun(run.id);
  const isAbout = latest?.effectIds.some((id) =>
    effects.some((effect) => effect.id === id && effect.state === "awaiting_approval"),
  );
  const isLeft = latest !== undefined && latest.state !== "pending" && isAbout;
  const hasNew = effects.some(
    ({ state, verdict }) => state === "proposed" && verdict.kind === "ask",
  );
  if (latest !== undefined && latest.state !== "pending" && (isLeft || !hasNew)) {
    return followDecision(house, latest);
  }
  return askForApproval(house, run);
}
