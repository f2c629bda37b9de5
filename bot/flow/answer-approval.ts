import { type Actor, actorName } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { Run } from "#agents-schema/run.ts";
import { approvalDigest } from "../gate/approval-digest.ts";
import { judgeVote } from "../gate/judge-vote.ts";
import type { House } from "./house.ts";
import { identify, isNamedApprover } from "./identify.ts";
import { supersedeRuns } from "./supersede-runs.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

export type Answer =
  | { kind: "approve"; as: "commit" | "pull_request" }
  | { kind: "dismiss"; reason: string | null }
  | { kind: "request_changes"; text: string };

/**
 * A person's answer to an approval, from whichever door. Everything is checked now, live; the
 * sentence that comes back is for that person.
 */
export async function answerApproval(
  house: House,
  approval: Approval,
  answer: Answer,
  by: Actor,
): Promise<{ counted: boolean; say: string }> {
  const run = await house.runs.load(approval.runId);
  if (run === undefined) return { counted: false, say: "That run is not known here." };

  const verdict = judgeVote(approval, await gatherFacts(house, run, approval, by));
  if (verdict.kind === "refuse") {
    await house.runs.append(run.id, {
      kind: "approval.refused",
      approvalId: approval.id,
      by,
      reason: verdict.reason,
    });
    return { counted: false, say: `Not counted: ${verdict.reason}.` };
  }
  if (verdict.kind === "supersede") {
    await supersedeRuns(house, [run], verdict.reason);
    return { counted: false, say: `Nothing was changed: ${verdict.reason}.` };
  }
  return settle(house, run, approval, answer, by);
}

async function settle(
  house: House,
  run: Run,
  approval: Approval,
  answer: Answer,
  by: Actor,
): Promise<{ counted: boolean; say: string }> {
  const tooLate = { counted: false, say: "Somebody else just decided this." };
  switch (answer.kind) {
    case "approve": {
      const voted = await house.approvals.vote(approval.id, by, house.clock.now().toISOString());
      if (voted.votes.length < approval.count) {
        return { counted: true, say: `Counted: ${voted.votes.length} of ${approval.count} approvals.` };
      }
      const decided = await house.approvals.decide(approval.id, {
        state: "approved",
        by,
        as: answer.as,
      });
      if (!decided) return tooLate;
      await resumeApproved(house, run.id, approval);
      return { counted: true, say: "Approved. Applying it now." };
    }
    case "dismiss": {
      const reason = answer.reason ?? `dismissed by ${actorName(by)}`;
      const decided = await house.approvals.decide(approval.id, { state: "dismissed", by, reason });
      if (!decided) return tooLate;
      await cancelEffects(house, run.id, reason);
      await house.runs.move(run.id, ["awaiting_approval"], "succeeded", reason);
      return { counted: true, say: "Dismissed. Nothing was changed." };
    }
    case "request_changes": {
      const decided = await house.approvals.decide(approval.id, {
        state: "changes_requested",
        by,
        reason: answer.text,
      });
      if (!decided) return tooLate;
      await cancelEffects(house, run.id, `changes requested by ${actorName(by)}`);
      await house.runs.append(run.id, { kind: "feedback.given", by, text: answer.text });
      await house.runs.move(run.id, ["awaiting_approval"], "queued", "changes were requested");
      await house.queue.add({ kind: "run", runId: run.id });
      return { counted: true, say: "Passed on to the agent: it goes on from here." };
    }
  }
}

/** Lets approved effects go on to be carried out. Safe to call again after a crash. */
export async function resumeApproved(
  house: House,
  runId: string,
  approval: Approval,
): Promise<void> {
  for (const effect of await house.outbox.ofRun(runId)) {
    if (approval.effectIds.includes(effect.id) && effect.state === "awaiting_approval") {
      await house.outbox.move(effect.id, "awaiting_approval", "approved", {});
    }
  }
  await house.runs.move(runId, ["awaiting_approval"], "applying", null);
  await house.queue.add({ kind: "settle", runId });
}

async function gatherFacts(house: House, run: Run, approval: Approval, by: Actor) {
  const voter = await identify(house, run.repository, by);
  const requester = await identify(house, run.repository, run.requestedBy);
  const permission =
    voter === undefined ? "none" : await house.github.permission(run.repository, voter);
  const stored = (await house.outbox.ofRun(run.id)).filter((effect) =>
    approval.effectIds.includes(effect.id),
  );
  const now =
    run.pullRequest === null
      ? undefined
      : await house.github.pullRequest(run.repository, run.pullRequest.number);
  return {
    now: house.clock.now(),
    voter: by,
    login: voter,
    requesterLogin: requester,
    permission,
    isNamedApprover: await isNamedApprover(house, run.repository, approval.approvers, by, voter),
    headNow: now?.state === "open" ? now.headSha : undefined,
    digestNow: approvalDigest(run, stored),
  };
}
