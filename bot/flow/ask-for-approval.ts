import { isTerminal, type Run } from "#agents-schema/run.ts";
import { approvalDigest } from "../gate/approval-digest.ts";
import type { House } from "./house.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

/**
 * Turns the effects that policy asks about into one approval row, from which every card is rendered.
 * The row's id comes from the effects, so asking twice changes nothing.
 */
export async function askForApproval(house: House, run: Run): Promise<void> {
  const effects = await house.outbox.ofRun(run.id);
  const asked = effects.filter(
    (effect) =>
      effect.verdict.kind === "ask" &&
      (effect.state === "proposed" || effect.state === "awaiting_approval"),
  );
  if (asked.length === 0) {
    await house.runs.move(run.id, ["awaiting_approval"], "applying", null);
    await house.queue.add({ kind: "settle", runId: run.id });
    return;
  }

  for (const effect of asked) {
    if (effect.state === "proposed") {
      await house.outbox.move(effect.id, "proposed", "awaiting_approval", {});
    }
  }
  const { approvals } = run.agent;
  const now = house.clock.now();
  const isAsked = await house.approvals.request({
    id: `${run.id}-a${asked[0]?.seq ?? 0}`,
    token: house.randomToken(),
    runId: run.id,
    effectIds: asked.map((effect) => effect.id),
    digest: approvalDigest(run, asked),
    headSha: run.headSha,
    state: "pending",
    approvers: approvals.approvers,
    count: approvals.count,
    allowSelf: approvals.allowSelf,
    requestedBy: run.requestedBy,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + approvals.expiresAfterSeconds * 1000).toISOString(),
    votes: [],
    decidedBy: null,
    decidedAt: null,
    as: null,
    reason: null,
  });
  if (!isAsked) await leaveNothing(house, run.id);
}

/** The run moved while people were about to be asked. One that has ended leaves nothing that waits. */
async function leaveNothing(house: House, runId: string): Promise<void> {
  const run = await house.runs.load(runId);
  if (run === undefined || !isTerminal(run.state)) return;
  await cancelEffects(house, runId, run.reason ?? "the run has ended");
}
