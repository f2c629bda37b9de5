import type { Run } from "#agents-schema/run.ts";
import { formatCost } from "../views/format-cost.ts";
import { formatElapsed } from "../views/format-elapsed.ts";
import { oneLine } from "../views/one-line.ts";
import { stateWords } from "../views/state-words.ts";
import { type Html, html } from "./html.ts";
import { personName } from "./person-name.ts";
import { badge } from "./pieces.ts";
import { runTones } from "./tones.ts";

/** The latest runs, newest first. `limit` is how many were asked for. */
export function runsPage(runs: readonly Run[], limit: number, now: Date): Html {
  const head = html`<div class="top"><h1>Runs</h1></div>`;
  if (runs.length === 0) {
    return html`${head}<div class="says"><p><b>Nothing has run yet.</b></p>
<p class="soft">Open a pull request that changes a model, or say <code>/buster run</code> in Slack.</p></div>`;
  }
  return html`${head}<p class="sub">${runs.length < limit ? "All of them, newest first" : `The latest ${limit}`}</p><br>
<table class="runs"><thead><tr><th>State</th><th>Agent</th><th>On</th><th>Asked by</th><th class="num">Cost</th><th class="num">Started</th></tr></thead>
<tbody>${runs.map((run) => runRow(run, now))}</tbody></table>`;
}

function runRow(run: Run, now: Date): Html {
  const { pullRequest, repository, state } = run;
  const isStopping = run.stopRequestedBy !== null && runTones[state] === "blue";
  const on = pullRequest === null ? run.headSha.slice(0, 7) : `#${pullRequest.number}`;
  const title = pullRequest === null ? run.because : pullRequest.title;
  return html`<tr><td>${badge(runTones[state], isStopping ? "Stopping" : stateWords[state])}</td>
<td><a href="/runs/${encodeURIComponent(run.id)}"><b>${run.agent.name}</b></a></td>
<td>${repository.fullName} ${on}<div class="small soft">${oneLine(title, 100)}</div></td>
<td title="Asked by">${personName(run.requestedBy)}</td>
<td class="num" title="Cost">${formatCost(run.cost.usd)}</td>
<td class="num" title="Started"><time datetime="${run.createdAt}">${ago(run.createdAt, now)}</time></td></tr>`;
}

function ago(iso: string, now: Date): string {
  const ms = now.getTime() - Date.parse(iso);
  const days = Math.floor(ms / (24 * 60 * 60 * 1000));
  if (days < 1) return `${formatElapsed(ms)} ago`;
  return days === 1 ? "1 day ago" : `${days} days ago`;
}
