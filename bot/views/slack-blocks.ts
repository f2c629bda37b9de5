import { oneLine } from "./one-line.ts";
import { slackLimits } from "./slack-limits.ts";

/*
 * The Block Kit pieces that our cards are made of, each within Slack's limits. Their texts are already
 * escaped; `verbatim` keeps Slack from finding links and names in them that we did not write.
 */

export interface SlackMessage {
  text: string;
  blocks: readonly object[];
}

export interface Button {
  action: string;
  label: string;
  value?: string;
  url?: string | undefined;
  style?: "primary" | "danger";
}

const mrkdwn = (text: string, max: number) => ({
  type: "mrkdwn",
  text: cutEscaped(text, max) || " ",
  verbatim: true,
});

export function header(text: string): object {
  return {
    type: "header",
    text: { type: "plain_text", text: oneLine(text, slackLimits.header) || "…", emoji: false },
  };
}

export function section(text: string): object {
  return { type: "section", text: mrkdwn(text, slackLimits.section) };
}

export function fields(texts: readonly string[]): object {
  return {
    type: "section",
    fields: texts.slice(0, slackLimits.fields).map((text) => mrkdwn(text, slackLimits.field)),
  };
}

export function context(texts: readonly string[]): object {
  return {
    type: "context",
    elements: texts
      .slice(0, slackLimits.contextElements)
      .map((text) => mrkdwn(text, slackLimits.context)),
  };
}

export function actions(blockId: string, buttons: readonly Button[]): object {
  return {
    type: "actions",
    block_id: blockId,
    elements: buttons.map(({ action, label, value, url, style }) => ({
      type: "button",
      action_id: action,
      text: { type: "plain_text", text: oneLine(label, slackLimits.buttonText), emoji: false },
      ...(value === undefined ? {} : { value: value.slice(0, slackLimits.buttonValue) }),
      ...(url === undefined ? {} : { url }),
      ...(style === undefined ? {} : { style }),
    })),
  };
}

/** Everything that is left out of a list still counts. */
export function message(text: string, blocks: readonly object[]): SlackMessage {
  return {
    text: cutEscaped(text, slackLimits.messageText) || " ",
    blocks: blocks.slice(0, slackLimits.messageBlocks),
  };
}

/** The last resort for text put together from fitted parts: never leaves half an entity or half a link. */
function cutEscaped(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, max - 1)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/<[^>]*$/, "")
    .replace(/&[a-z]{0,4}$/, "")}…`;
}
