import type { Approval, ApprovalState } from "#agents-schema/approval.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { approvalParts } from "./approval-parts.ts";
import { code, link, words } from "./mrkdwn.ts";
import { person } from "./person.ts";
import type { Links, RunView } from "./run-view.ts";
import { context, message, type SlackMessage, section } from "./slack-blocks.ts";
import { slackTime } from "./slack-time.ts";

const decisions: Record<Exclude<ApprovalState, "pending">, string> = {
  approved: "Approved",
  changes_requested: "Changes requested",
  dismissed: "Dismissed",
  expired: "Expired without an answer",
  superseded: "No longer applies",
};

/** The card of an approval that nobody can answer any more: who decided it, when, and what came of it. */
export function settledApprovalCard(
  approval: Approval,
  effects: readonly StoredEffect[],
  view: RunView,
  links: Links,
): SlackMessage {
  const { blocks } = approvalParts(approval, effects, view, links);
  const decision = decisionOf(approval);
  const outcomes = view.effects
    .filter(({ id }) => approval.effectIds.includes(id))
    .map(({ outcome, url }) => (url === null ? words(outcome, 500) : link(url, outcome)));
  const came = approval.state === "approved" ? outcomes : [];
  return message(`${words(view.agent, 100)}: ${decision}`, [
    ...blocks,
    section([decision, ...came].join("\n")),
    context([
      `${code(`${approval.digest.slice(0, 12)} @ ${approval.headSha.slice(0, 7)}`, 40)} · ${link(links.run, "View run")}`,
    ]),
  ]);
}

function decisionOf(approval: Approval): string {
  if (approval.state === "pending") return "Waits for an answer";
  const isByPerson = approval.decidedBy !== null && approval.decidedBy.kind !== "system";
  const who =
    isByPerson && approval.decidedBy !== null ? ` by ${person(approval.decidedBy, "slack")}` : "";
  const when = approval.decidedAt === null ? "" : `, ${slackTime(approval.decidedAt)}`;
  const why = approval.reason === null ? "" : `: ${words(approval.reason, 1000)}`;
  return `*${decisions[approval.state]}*${who}${when}${why}`;
}
