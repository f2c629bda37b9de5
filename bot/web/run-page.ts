import type { RunRecord } from "../flow/read-record.ts";
import { cleanText } from "../views/clean-text.ts";
import { foldRun } from "../views/fold-run.ts";
import { formatCost } from "../views/format-cost.ts";
import { formatElapsed } from "../views/format-elapsed.ts";
import type { RunView } from "../views/run-view.ts";
import { approvalsSection } from "./approvals-section.ts";
import { effectsSection } from "./effects-section.ts";
import { factsSection } from "./facts-section.ts";
import { type Html, html } from "./html.ts";
import { journalSection, ledgerBadge } from "./journal-section.ts";
import { personName } from "./person-name.ts";
import { badge, moment, outside, terms } from "./pieces.ts";
import { runTones } from "./tones.ts";

/** Everything about one run: where every check, comment and card points. */
export function runPage(record: RunRecord, pullRequestUrl: string | null): Html {
  const { run, journal, effects, approvals } = record;
  const view = foldRun(run, journal, effects, approvals);
  const subject =
    run.pullRequest === null
      ? html`${run.repository.fullName}`
      : outside(pullRequestUrl, `${run.repository.fullName}#${run.pullRequest.number}`);
  return html`<div class="top"><h1>${run.agent.name}</h1>${badge(runTones[run.state], view.words)}${ledgerBadge(record.verification)}</div>
<p class="sub">on ${subject}${run.pullRequest !== null && html` · ${cleanText(run.pullRequest.title)}`}</p>
${run.reason !== null && html`<div class="note ${runTones[run.state]}">${cleanText(run.reason)}</div>`}
<div class="card two">${about(record, view)}${spent(record, view)}</div>
${result(view)}
${approvalsSection(approvals)}
${effectsSection(effects)}
${factsSection(journal)}
${steps(view)}
${journalSection(record)}`;
}

function about({ run }: RunRecord, { isOffline, model }: RunView): Html {
  return terms([
    ["Asked by", personName(run.requestedBy)],
    ["Because", run.because],
    [
      "Commit",
      html`<code>${run.headSha.slice(0, 12)}</code>${run.isFork && " of a fork: review only"}`,
    ],
    [
      "Agent file",
      html`<code>${run.agent.path}</code> at <code>${run.baseSha.slice(0, 12)}</code>`,
    ],
    ["Model", isOffline ? "offline: recipes and measurements, no language model" : model],
  ]);
}

function spent({ run, journal }: RunRecord, { facts, elapsedMs }: RunView): Html {
  const workspace = journal.findLast(({ entry }) => entry.kind === "workspace.ready")?.entry;
  const { usd, inputTokens, outputTokens, turns } = run.cost;
  const tokens = (inputTokens + outputTokens).toLocaleString("en");
  return terms([
    ["Started", moment(run.createdAt)],
    ["Took", formatElapsed(elapsedMs)],
    ["Cost", `${formatCost(usd)}: ${turns} ${turns === 1 ? "turn" : "turns"}, ${tokens} tokens`],
    ["Measured", `${facts} ${facts === 1 ? "fact" : "facts"}`],
    ["Sandbox", workspace?.kind === "workspace.ready" ? workspace.sandbox : null],
    ["Run", html`<code>${run.id}</code>`],
  ]);
}

function result({ result: said, reason }: RunView): Html {
  if (said === null || said === reason) return html``;
  return html`<h2>What the agent said</h2><div class="card prose">${cleanText(said)}</div>`;
}

function steps({ steps: all, hiddenSteps }: RunView): Html {
  if (all.length === 0) return html``;
  return html`<h2>Steps</h2><div class="card">
${hiddenSteps > 0 && html`<p class="small soft">${hiddenSteps} earlier steps are in the journal</p>`}
<ol class="steps">${all.map(({ mark, text }) => html`<li class="${mark}">${text}</li>`)}</ol></div>`;
}
