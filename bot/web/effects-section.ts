import type { Effect } from "#agents-schema/effect.ts";
import type { Finding } from "#agents-schema/finding.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { viewEffect } from "../views/view-effect.ts";
import { diffSection } from "./diff-section.ts";
import { type Html, html } from "./html.ts";
import { badge, moment, outside, terms } from "./pieces.ts";
import { effectTones, type Tone, verdictTones } from "./tones.ts";

/** What the agent wants of the world: what policy said, all of its content, and what came of it. */
export function effectsSection(effects: readonly StoredEffect[]): Html {
  if (effects.length === 0) return html``;
  return html`<h2>Effects <small>what the agent asked for; nothing else can leave the sandbox</small></h2>
${effects.map(effectCard)}`;
}

function effectCard(stored: StoredEffect): Html {
  const { effect, state, verdict, digest, receipt } = stored;
  const { title, outcome } = viewEffect(stored);
  return html`<article class="card" id="${stored.id}">
<div class="top">${badge(effectTones[state], state.replace("_", " "))}<h3>${title} <small>${effect.kind.replace("_", " ")}</small></h3></div>
<p>${outside(receipt?.url ?? null, outcome)}</p>
${terms([
  ["Verdict", html`${badge(verdictTones[verdict.kind], verdict.kind)} ${verdict.reason}`],
  ["Digest", html`<code>${digest}</code>`],
  ["Receipt", receipt !== null && html`<code>${receipt.externalId}</code>, ${moment(receipt.at)}`],
])}
${contentOf(effect)}
</article>`;
}

function contentOf(effect: Effect): Html {
  switch (effect.kind) {
    case "commit":
      return html`${effect.body !== "" && html`<div class="prose box">${effect.body}</div>`}${diffSection(effect.changes)}`;
    case "pull_request":
      return html`${effect.body !== "" && html`<div class="prose box">${effect.body}</div>`}${effect.commits.map(
        ({ headline, changes }) =>
          html`${effect.commits.length > 1 && html`<h4>${headline}</h4>`}${diffSection(changes)}`,
      )}`;
    case "comment":
      return html`<div class="prose box">${effect.body}</div>`;
    case "review":
      return html`<div class="prose box">${effect.body}</div>${effect.findings.map(findingPart)}`;
  }
}

const severityTones: Record<Finding["severity"], Tone> = {
  low: "grey",
  medium: "amber",
  high: "red",
  critical: "red",
};

function findingPart({ path, line, severity, rule, title, body }: Finding): Html {
  return html`<p class="file">${badge(severityTones[severity], severity)}<b>${title}</b>
<code>${path}:${line}</code><span class="small soft">${rule}</span></p><div class="prose">${body}</div>`;
}
