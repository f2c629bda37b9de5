import { type Actor, actorKey } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";

/** What is true at the moment of the click, looked up live. */
export interface VoteFacts {
  now: Date;
  voter: Actor;
  /** The voter's GitHub login: their own, or the one linked in `buster.yml`. */
  login: string | undefined;
  /** GitHub login of whoever asked for the run, if known. */
  requesterLogin: string | undefined;
  /** Permission on the repository now; "none" when it could not be found out. */
  permission: "none" | "read" | "write" | "admin";
  /** Is the voter among the named approvers? Irrelevant when none are named. */
  isNamedApprover: boolean;
  /** Head of the pull request now; undefined when it could not be found out or is closed. */
  headNow: string | undefined;
  /** Digest computed anew from the stored effects. */
  digestNow: string;
}

export type VoteVerdict =
  /** As whom the voter counts. */
  | { kind: "count"; login: string }
  /** The person hears why; nothing else happens. */
  | { kind: "refuse"; reason: string }
  /** What was shown is no longer what would happen: the approval ends. */
  | { kind: "supersede"; reason: string };

const settled: Record<Exclude<Approval["state"], "pending">, string> = {
  approved: "this was already approved",
  changes_requested: "changes were already requested",
  dismissed: "this was already dismissed",
  expired: "this approval has expired; run the agent again",
  superseded: "the pull request has moved on; a newer proposal replaces this one",
};

/** May this person's answer count? Checked at the click, in this order; the first no wins. */
export function judgeVote(approval: Approval, facts: VoteFacts): VoteVerdict {
  const refuse = (reason: string): VoteVerdict => ({ kind: "refuse", reason });

  if (approval.state !== "pending") return refuse(settled[approval.state]);
  if (facts.now >= new Date(approval.expiresAt)) return refuse(settled.expired);
  if (facts.voter.kind === "github" && facts.voter.isBot) return refuse("a bot cannot approve");
  if (facts.login === undefined) {
    return refuse(
      "your Slack account is not linked to a GitHub login: add it under `people:` in buster.yml",
    );
  }
  if (facts.permission !== "write" && facts.permission !== "admin") {
    return refuse(`@${facts.login} has no write permission on the repository`);
  }
  if (approval.approvers.length > 0 && !facts.isNamedApprover) {
    return refuse(`only ${approval.approvers.join(", ")} can approve this`);
  }
  if (!approval.allowSelf && isRequester(approval, facts)) {
    return refuse("whoever asked for the run cannot approve it: another person must");
  }
  if (facts.headNow === undefined) {
    return refuse("the pull request could not be read just now, or it is closed");
  }
  if (facts.headNow !== approval.headSha) {
    return { kind: "supersede", reason: "new commits were pushed after this was proposed" };
  }
  if (facts.digestNow !== approval.digest) {
    return { kind: "supersede", reason: "the stored proposal is not the one that was shown" };
  }
  return { kind: "count", login: facts.login };
}

function isRequester(approval: Approval, facts: VoteFacts): boolean {
  if (actorKey(approval.requestedBy) === actorKey(facts.voter)) return true;
  return facts.requesterLogin?.toLowerCase() === facts.login?.toLowerCase();
}
