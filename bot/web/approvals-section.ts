import { actorKey } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import { type Child, type Html, html } from "./html.ts";
import { badge, moment, terms } from "./pieces.ts";
import { approvalTones } from "./tones.ts";

/** What people were asked, and what they answered. This page only shows: answers are given where the card is. */
export function approvalsSection(approvals: readonly Approval[]): Html {
  if (approvals.length === 0) return html``;
  return html`<h2>Approvals <small>answered on GitHub or Slack, each bound to exactly what was shown</small></h2>
${approvals.map(approvalCard)}`;
}

function approvalCard(approval: Approval): Html {
  const { state, digest, headSha, count, votes, decidedBy, decidedAt, as } = approval;
  const may =
    approval.approvers.length === 0
      ? "anyone who may write to the repository"
      : approval.approvers.join(", ");
  const decided: Child = decidedBy !== null && [
    html`<b>${actorKey(decidedBy)}</b>`,
    as === null ? "" : `, as a ${as.replace("_", " ")}`,
    decidedAt === null ? "" : html`, ${moment(decidedAt)}`,
  ];
  return html`<article class="card">
<div class="top">${badge(approvalTones[state], state.replace("_", " "))}<h3>${votes.length} of ${count} approvals</h3></div>
${terms([
  ["Digest", html`<code>${digest}</code> at <code>${headSha.slice(0, 12)}</code>`],
  ["May answer", `${may}${approval.allowSelf ? "" : ", except whoever asked for the run"}`],
  [
    "Approved by",
    votes.length > 0 &&
      votes.map(({ actor, at }) => html`<div>${actorKey(actor)}, ${moment(at)}</div>`),
  ],
  ["Decided by", decided],
  ["Reason", approval.reason],
  [
    state === "pending" ? "Expires" : "Asked",
    moment(state === "pending" ? approval.expiresAt : approval.createdAt),
  ],
])}
</article>`;
}
