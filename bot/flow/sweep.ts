import { followDecision } from "./follow-decision.ts";
import type { House } from "./house.ts";

/**
 * Finds what nobody is at and gives it to somebody: runs whose runner died, effects that were to be
 * carried out, approvals that ran out. The queue may have lost all of it; the ledger has not.
 */
export async function sweep(house: House): Promise<void> {
  const { run, settle } = await house.runs.reclaim();
  for (const runId of run) await house.queue.add({ kind: "run", runId });
  for (const runId of settle) await house.queue.add({ kind: "settle", runId });
  for (const approval of await house.approvals.expired(house.clock.now())) {
    const system = { kind: "system" as const, name: "buster" };
    const decided = await house.approvals.decide(approval.id, {
      state: "expired",
      by: system,
      reason: "nobody answered in time",
    });
    const row = (await house.approvals.ofRun(approval.runId)).find(({ id }) => id === approval.id);
    if (decided && row !== undefined) await followDecision(house, row);
  }
}
