import { formatCost } from "./format-cost.ts";
import { formatElapsed } from "./format-elapsed.ts";
import { browserUrl, code, link, words } from "./mrkdwn.ts";
import { person } from "./person.ts";
import type { Links, RunView, StepView } from "./run-view.ts";
import {
  actions,
  type Button,
  context,
  message,
  type SlackMessage,
  section,
} from "./slack-blocks.ts";
import { subject } from "./subject.ts";

const marks: Record<StepView["mark"], string> = { done: "✓", active: "▸", failed: "✗" };

/**
 * The one message that shows a run while it works, edited in place. When the run has ended it becomes
 * one line: what it says in full is said by the result.
 */
export function progressCard(view: RunView, links: Links): SlackMessage {
  return view.isOver ? endedCard(view, links) : workingCard(view, links);
}

function workingCard(view: RunView, links: Links): SlackMessage {
  const title = `*${words(view.agent, 100)}* · ${words(view.words, 40)} · ${subject(view, links, "slack")}`;
  const steps = view.steps.map(({ mark, text }) => `${marks[mark]} ${words(text, 200)}`);
  if (view.hiddenSteps > 0) steps.unshift(`… ${view.hiddenSteps} earlier steps`);
  const page = browserUrl(links.run);
  const buttons: Button[] = [
    { action: "stop_run", label: "Stop", value: view.runId, style: "danger" },
    ...(page === undefined ? [] : [{ action: "view_run", label: "View run", url: links.run }]),
  ];
  return message(`${words(view.agent, 100)}: ${words(view.words, 40)}`, [
    section(
      `${title}\nasked for by ${person(view.requestedBy, "slack")}: ${words(view.because, 300)}`,
    ),
    ...(steps.length > 0 ? [section(steps.join("\n"))] : []),
    context([footer(view)]),
    actions(`run`, buttons),
  ]);
}

function endedCard(view: RunView, links: Links): SlackMessage {
  const mark = view.state === "succeeded" ? "✓" : "■";
  const line = [
    `${mark} *${words(view.agent, 100)}* · ${words(view.words, 40)} in ${formatElapsed(view.elapsedMs)}`,
    formatCost(view.cost.usd),
    link(links.run, "View run"),
  ].join(" · ");
  return message(`${words(view.agent, 100)}: ${words(view.words, 40)}`, [section(line)]);
}

function footer(view: RunView): string {
  return [
    formatElapsed(view.elapsedMs),
    formatCost(view.cost.usd),
    ...(view.facts > 0 ? [`${view.facts} facts measured`] : []),
    ...(view.isOffline ? ["offline model"] : view.model === null ? [] : [words(view.model, 60)]),
    code(view.runId, 60),
  ].join(" · ");
}
