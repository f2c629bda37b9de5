import type { Run } from "#agents-schema/run.ts";
import type { Slack, SlackMessage } from "../ports.ts";
import { approvalCard } from "../views/approval-card.ts";
import { progressCard } from "../views/progress-card.ts";
import { resultMessage } from "../views/result-message.ts";
import { settledApprovalCard } from "../views/settled-approval-card.ts";
import type { House } from "./house.ts";
import { type Shown, showSurface } from "./show-run.ts";
import { type SlackPlace, slackPlaces } from "./slack-places.ts";

/**
 * A run on Slack. In a thread that somebody began: a progress card, approvals, the result. In a channel
 * that only an agent's file names: approvals, and of the rest what its `notifications` ask for.
 */
export async function showOnSlack(house: House, slack: Slack, shown: Shown): Promise<void> {
  for (const { place, suffix } of slackPlaces(shown.run)) {
    const at = { house, slack, shown, place, suffix };
    const thread = await showProgress(at);
    await showApprovals(at, thread);
    await showResult(at, thread);
  }
}

interface At {
  house: House;
  slack: Slack;
  shown: Shown;
  place: SlackPlace;
  suffix: string;
}

/** Answers the thread that the rest goes to; null: the channel itself. */
async function showProgress(at: At): Promise<string | null> {
  const { house, shown, place, suffix } = at;
  const { run } = shown;
  const isWanted = place.kind === "slack_thread" || run.agent.notifications.slack?.onStart === true;
  if (!isWanted) return null;

  const kind = `progress_card${suffix}`;
  const root = place.kind === "slack_thread" ? place.thread : null;
  await showMessage(at, kind, progressCard(shown.view, shown.links), root);
  if (root !== null) return root;
  const posted = (await house.surfaces.get(run.id, kind))?.externalId ?? null;
  const ts = posted === null ? null : idOf(posted).ts;
  if (place.kind === "slack_thread" && ts !== null) await rememberThread(house, run, place, ts);
  return ts;
}

/** What comes later, a stop typed in the thread for one, finds the run by its thread. */
async function rememberThread(
  house: House,
  run: Run,
  place: SlackPlace,
  thread: string,
): Promise<void> {
  const places = run.places.map((one) =>
    one === place ? { kind: "slack_thread" as const, channel: place.channel, thread } : one,
  );
  await house.runs.setPlaces(run.id, places);
}

async function showApprovals(at: At, thread: string | null): Promise<void> {
  const { house, shown, suffix } = at;
  const { run, view, links } = shown;
  if (view.approvals.length === 0) return;
  const effects = await house.outbox.ofRun(run.id);
  for (const approval of view.approvals) {
    const card =
      approval.state === "pending"
        ? approvalCard(approval, effects, view, links)
        : settledApprovalCard(approval, effects, view, links);
    await showMessage(at, `approval_card:${approval.id}${suffix}`, card, thread);
  }
}

async function showResult(at: At, thread: string | null): Promise<void> {
  const { shown, place, suffix } = at;
  const { view, links } = shown;
  if (!view.isOver || !isResultWanted(shown, place)) return;
  await showMessage(at, `result${suffix}`, resultMessage(view, links), thread);
}

function isResultWanted({ run, view }: Shown, place: SlackPlace): boolean {
  if (view.state === "superseded") return false;
  if (place.kind === "slack_thread") return true;
  const wishes = run.agent.notifications.slack;
  if (wishes === null) return false;
  if (view.state === "failed" || view.state === "timed_out") return wishes.onFailure;
  if (view.findings.length > 0 && wishes.onFinding) return true;
  return view.state === "succeeded" && wishes.onSuccess;
}

async function showMessage(
  { house, slack, shown, place }: At,
  kind: string,
  message: SlackMessage,
  thread: string | null,
): Promise<void> {
  const { run } = shown;
  await showSurface(house, run.id, kind, message, async (known, mayExist) => {
    if (known !== null) {
      const { channel, ts } = idOf(known);
      await slack.update(channel, ts, message);
      return known;
    }
    const { channel, ts } = await slack.post({
      channel: place.channel,
      thread,
      message,
      effectId: `${run.id}:${kind}`,
      mayExist,
    });
    return `${channel}:${ts}`;
  });
}

/** A message's id is stored as `channel:ts`. */
function idOf(externalId: string): { channel: string; ts: string } {
  const [channel = "", ts = ""] = externalId.split(":");
  return { channel, ts };
}
