import type { Approval } from "#agents-schema/approval.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { approvalParts } from "./approval-parts.ts";
import { code, link, words } from "./mrkdwn.ts";
import type { Links, RunView } from "./run-view.ts";
import { actions, type Button, context, message, type SlackMessage } from "./slack-blocks.ts";
import { slackTime } from "./slack-time.ts";

/**
 * What a person is asked to approve, from the approval's row and the stored effects. The buttons carry
 * the row's token and nothing else: what it stands for, and who may answer, is looked up at the click.
 */
export function approvalCard(
  approval: Approval,
  effects: readonly StoredEffect[],
  view: RunView,
  links: Links,
): SlackMessage {
  const { blocks, sentence } = approvalParts(approval, effects, view, links);
  return message(`${words(view.agent, 100)} asks for approval: ${sentence}`, [
    ...blocks,
    context([
      [
        `Expires ${slackTime(approval.expiresAt)}`,
        whoMayApprove(approval),
        ...(approval.count > 1 ? [`${approval.votes.length} of ${approval.count} approvals`] : []),
      ].join(" · "),
      [
        code(`${approval.digest.slice(0, 12)} @ ${approval.headSha.slice(0, 7)}`, 40),
        ...(view.isOffline ? ["made by the offline model"] : []),
        link(links.run, "View run"),
      ].join(" · "),
    ]),
    actions("approval", buttonsFor(approval, effects)),
  ]);
}

function whoMayApprove(approval: Approval): string {
  const who =
    approval.approvers.length === 0
      ? "anyone who may write to the repository"
      : approval.approvers
          .slice(0, 10)
          .map((approver) => words(approver, 100))
          .join(", ");
  return `${who} may approve${approval.allowSelf ? "" : ", except whoever asked for the run"}`;
}

function buttonsFor(approval: Approval, effects: readonly StoredEffect[]): Button[] {
  const value = approval.token;
  const kinds = effects
    .filter((effect) => approval.effectIds.includes(effect.id))
    .map(({ effect }) => effect.kind);
  const label = kinds.includes("commit")
    ? "Approve & commit"
    : kinds.includes("pull_request")
      ? "Approve & open"
      : "Approve";
  const hasFiles = kinds.some((kind) => kind === "commit" || kind === "pull_request");
  return [
    { action: "approve", label, value, style: "primary" },
    ...(kinds.includes("commit")
      ? [{ action: "open_pull_request", label: "Open pull request", value }]
      : []),
    ...(hasFiles ? [{ action: "view_diff", label: "View diff", value }] : []),
    { action: "request_changes", label: "Request changes", value },
    { action: "dismiss", label: "Dismiss", value },
  ];
}
