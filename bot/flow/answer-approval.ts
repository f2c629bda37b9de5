import { type Actor, actorName } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { PullRequestFacts } from "#agents-schema/event.ts";
import type { Run } from "#agents-schema/run.ts";
import { approvalDigest } from "../gate/approval-digest.ts";
import { judgeVote } from "../gate/judge-vote.ts";
import { followDecision } from "./follow-decision.ts";
import type { House } from "./house.ts";
import { identify, isNamedApprover } from "./identify.ts";
import { supersedeRuns } from "./supersede-runs.ts";

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
  return settle(house, approval, answer, { actor: by, login: verdict.login });
}

const said = {
  approved: "Approved. Applying it now.",
  dismissed: "Dismissed. Nothing was changed.",
  changes_requested: "Passed on to the agent: it goes on from here.",
} as const;

async function settle(
  house: House,
  approval: Approval,
  answer: Answer,
  { actor: by, login }: { actor: Actor; login: string },
): Promise<{ counted: boolean; say: string }> {
  if (answer.kind === "approve") {
    const at = house.clock.now().toISOString();
    const voted = await house.approvals.vote(approval.id, { actor: by, login, at });
    if (voted.state !== "pending") return answerApproval(house, voted, answer, by);
    if (voted.votes.length < approval.count) {
      const say = `Counted: ${voted.votes.length} of ${approval.count} approvals.`;
      return { counted: true, say };
    }
  }
  const decision = decisionOf(answer, by, login);
  if (!(await house.approvals.decide(approval.id, decision))) {
    // Decided meanwhile: then it is refused like any later answer.
    const now = await readAgain(house, approval);
    if (now !== undefined && now.state !== "pending") {
      return answerApproval(house, now, answer, by);
    }
    return { counted: false, say: "Somebody else just decided this." };
  }
  const decided = await readAgain(house, approval);
  if (decided !== undefined) await followDecision(house, decided);
  return { counted: true, say: said[decision.state] };
}

async function readAgain(house: House, { id, runId }: Approval): Promise<Approval | undefined> {
  return (await house.approvals.ofRun(runId)).find((one) => one.id === id);
}

function decisionOf(answer: Answer, by: Actor, login: string) {
  switch (answer.kind) {
    case "approve":
      return { state: "approved" as const, by, as: answer.as };
    case "dismiss":
      return {
        state: "dismissed" as const,
        by,
        reason: answer.reason ?? `dismissed by ${actorName(by, login)}`,
      };
    case "request_changes":
      return { state: "changes_requested" as const, by, reason: answer.text };
  }
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
    headNow: headNow(run, now),
    digestNow: approvalDigest(run, stored),
  };
}

/** A run without a pull request proposes a branch of its own, from the commit that it saw. */
function headNow(run: Run, now: PullRequestFacts | undefined): string | undefined {
  if (run.pullRequest === null) return run.headSha;
  return now?.state === "open" ? now.headSha : undefined;
}
