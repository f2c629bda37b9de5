import type { Approval } from "#agents-schema/approval.ts";
import { changesOf } from "#agents-schema/changes-of.ts";
import type { FileChange } from "#agents-schema/effect.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { changedModels } from "./changed-models.ts";
import { diffFile, type FileDiff } from "./diff-file.ts";
import { code, codeBlock, words } from "./mrkdwn.ts";
import type { Links, RunView } from "./run-view.ts";
import { fields, header, section } from "./slack-blocks.ts";
import { slackLimits } from "./slack-limits.ts";
import { subject } from "./subject.ts";

/** What an approval is about, the same before and after it is decided. Rendered from the stored effects. */
export function approvalParts(
  approval: Approval,
  effects: readonly StoredEffect[],
  view: RunView,
  links: Links,
): { blocks: object[]; sentence: string } {
  const asked = effects.filter((effect) => approval.effectIds.includes(effect.id));
  const changes = asked.flatMap(({ effect }) => changesOf(effect));
  const diffs = changes.map(diffFile);
  const sentence = asked.map((effect) => sentenceOf(effect, view)).join("; ");
  return {
    sentence,
    blocks: [
      header(`${view.agent} asks for approval`),
      section(`${sentence}\n${subject(view, links, "slack")}`),
      ...asked.flatMap(messageOf),
      ...(changes.length > 0 ? [fields(facts(changes, diffs))] : []),
      ...(changes.length > 0 ? excerpt(diffs) : proposedWords(asked)),
    ],
  };
}

function sentenceOf({ effect }: StoredEffect, view: RunView): string {
  switch (effect.kind) {
    case "commit":
      return `*${plain(effect.headline)}*: a commit to ${code(view.pullRequest?.headRef ?? "the branch", 200)}`;
    case "pull_request":
      return `*${plain(effect.title)}*: a new pull request${effect.commits.length > 1 ? ` of ${effect.commits.length} commits` : ""}`;
    case "comment":
      return "a comment on the pull request";
    case "review":
      return `a review with ${effect.findings.length} findings`;
  }
}

/** Lines of a commit's message that a card shows: whoever approves it approves its words too. */
const messageLines = 8;

function messageOf({ effect }: StoredEffect): object[] {
  if (effect.kind !== "commit" && effect.kind !== "pull_request") return [];
  const lines = effect.body.trim().split("\n");
  if (lines.join("") === "") return [];
  const shown = lines.slice(0, messageLines).join("\n");
  const left = lines.length - messageLines;
  return [
    section(codeBlock(shown, slackLimits.messageExcerpt)),
    ...(left > 0 ? [section(`*Shortened:* ${left} more lines of the message.`)] : []),
  ];
}

function plain(text: string): string {
  return words(text.replaceAll(/[*\n]+/g, " "), 200);
}

function facts(changes: readonly FileChange[], diffs: readonly FileDiff[]): string[] {
  const added = diffs.reduce((sum, diff) => sum + diff.added, 0);
  const removed = diffs.reduce((sum, diff) => sum + diff.removed, 0);
  const models = changedModels(changes);
  const deleted = changes.filter(({ status }) => status === "deleted").length;
  return [
    `*Files*\n${fewOf(changes.map(({ path }) => path))}${deleted > 0 ? ` (${deleted} deleted)` : ""}`,
    `*Lines*\n+${added} −${removed}`,
    ...(models.length > 0 ? [`*Models*\n${fewOf(models)}`] : []),
  ];
}

function fewOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => code(name, 200));
  return [...shown, ...(names.length > 5 ? [`and ${names.length - 5} more`] : [])].join(", ");
}

/** Whole lines as far as they fit; when something is left out, the card says so and where it is. */
function excerpt(diffs: readonly FileDiff[]): object[] {
  const all = diffs.flatMap(({ path, lines }) => [path, ...lines]);
  const shown: string[] = [];
  let length = 0;
  for (const line of all) {
    const cost = codeBlock(line, slackLimits.section).length - 5;
    if (length + cost > slackLimits.diffExcerpt) break;
    length += cost;
    shown.push(line);
  }
  const left = all.length - shown.length;
  return [
    ...(shown.length > 0 ? [section(codeBlock(shown.join("\n"), slackLimits.section))] : []),
    ...(left > 0 ? [section(`*Shortened:* ${left} more lines. _View diff_ shows all of it.`)] : []),
  ];
}

function proposedWords(asked: readonly StoredEffect[]): object[] {
  return asked.flatMap(({ effect }) =>
    effect.kind === "comment" || effect.kind === "review"
      ? [section(codeBlock(effect.body, slackLimits.diffExcerpt))]
      : [],
  );
}
