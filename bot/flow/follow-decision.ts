import { actorName } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { House } from "./house.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

/**
 * Does what a decided approval means for its run. The decision itself is a row already, so this may
 * happen again after a crash: every step changes nothing when it is done.
 */
export async function followDecision(house: House, approval: Approval): Promise<void> {
  const { runId, state, reason } = approval;
  const by = approval.decidedBy === null ? "somebody" : actorName(approval.decidedBy);
  switch (state) {
    case "pending":
      return;
    case "approved":
      return applyApproved(house, approval);
    case "dismissed": {
      const why = reason ?? `dismissed by ${by}`;
      await cancelEffects(house, runId, why);
      await house.runs.move(runId, ["awaiting_approval"], "succeeded", why);
      return;
    }
    case "changes_requested":
      await cancelEffects(house, runId, `changes requested by ${by}`);
      await passOn(house, approval);
      await house.runs.move(runId, ["awaiting_approval"], "queued", "changes were requested");
      await house.queue.add({ kind: "run", runId });
      return;
    case "expired":
      await cancelEffects(house, runId, "the approval expired");
      await house.runs.move(runId, ["awaiting_approval"], "cancelled", "nobody answered in time");
      return;
    case "superseded":
      await cancelEffects(house, runId, reason ?? "replaced by something newer");
      await house.runs.move(
        runId,
        ["awaiting_approval"],
        "superseded",
        reason ?? "replaced by something newer",
      );
      return;
  }
}

async function applyApproved(house: House, { runId, effectIds }: Approval): Promise<void> {
  for (const effect of await house.outbox.ofRun(runId)) {
    if (effectIds.includes(effect.id) && effect.state === "awaiting_approval") {
      await house.outbox.move(effect.id, "awaiting_approval", "approved", {});
    }
  }
  await house.runs.move(runId, ["awaiting_approval"], "applying", null);
  await house.queue.add({ kind: "settle", runId });
}

/** The person's words go into the journal once: that is where the agent reads them. */
async function passOn(house: House, approval: Approval): Promise<void> {
  const by = approval.decidedBy;
  if (by === null || approval.reason === null) return;
  const journal = await house.runs.journal(approval.runId);
  const decided = journal.findLastIndex(
    ({ entry }) => entry.kind === "approval.decided" && entry.approvalId === approval.id,
  );
  const isPassedOn = journal
    .slice(decided + 1)
    .some(({ entry }) => entry.kind === "feedback.given");
  if (isPassedOn) return;
  await house.runs.append(approval.runId, {
    kind: "feedback.given",
    by,
    text: approval.reason,
  });
}
