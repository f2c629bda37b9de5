import { formatCost } from "./format-cost.ts";
import { formatElapsed } from "./format-elapsed.ts";
import { link, words } from "./mrkdwn.ts";
import type { Links, RunView } from "./run-view.ts";
import { context, message, type SlackMessage, section } from "./slack-blocks.ts";
import { subject } from "./subject.ts";

/** How a run ended, as one message of its own: what was done, what the agent said, why it did not. */
export function resultMessage(view: RunView, links: Links): SlackMessage {
  const title = `*${words(view.agent, 100)}* · ${words(view.words, 40)} · ${subject(view, links, "slack")}`;
  const effects = view.effects.slice(0, 20).map(({ title, outcome, url }) => {
    const what = url === null ? words(outcome, 300) : link(url, outcome);
    return `• ${words(title, 200)}: ${what}`;
  });
  const findings = view.findings
    .slice(0, 10)
    .map(
      ({ severity, path, line, title }) =>
        `• ${severity}: ${words(`${path}:${line} ${title}`, 250)}`,
    );
  const more = view.findings.length - findings.length;
  const calls = callOf(view);
  const isTold = view.effects.length > 0 && view.state === "succeeded";
  const said = [
    ...(view.reason === null || isTold ? [] : [words(view.reason, 1000)]),
    ...(view.result === null || view.result === view.reason ? [] : [words(view.result, 1800)]),
  ];
  return message(
    `${words(view.agent, 100)}: ${words(view.words, 40)}${view.reason === null ? "" : `. ${words(view.reason, 500)}`}`,
    [
      section([title, ...calls].join("\n")),
      ...(effects.length > 0 ? [section(effects.join("\n"))] : []),
      ...(findings.length > 0
        ? [section([...findings, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n"))]
        : []),
      ...(said.length > 0 ? [section(said.join("\n"))] : []),
      context([
        [
          formatElapsed(view.elapsedMs),
          formatCost(view.cost.usd),
          ...(view.facts > 0 ? [`${view.facts} facts measured`] : []),
          ...(view.isOffline ? ["offline model"] : []),
          link(links.run, "View run"),
        ].join(" · "),
      ]),
    ],
  );
}

/** Whoever the agent file wants called, when something is wrong: one line of mentions, or none. */
function callOf({ state, findings, mention }: RunView): string[] {
  const isWrong = state === "failed" || state === "timed_out" || findings.length > 0;
  const called = mention.flatMap((id) => {
    if (/^[UW][A-Z0-9]{2,20}$/.test(id)) return [`<@${id}>`];
    return /^S[A-Z0-9]{2,20}$/.test(id) ? [`<!subteam^${id}>`] : [];
  });
  return isWrong && called.length > 0 ? [called.slice(0, 20).join(" ")] : [];
}
