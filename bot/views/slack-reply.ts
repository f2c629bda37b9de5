import { words } from "./mrkdwn.ts";
import { message, type SlackMessage, section } from "./slack-blocks.ts";

/** A sentence of ours, which may quote somebody's words in code style, as a message. */
export function slackReply(text: string): SlackMessage {
  return slackText(words(text, 2900));
}

/** Text that is Slack's mrkdwn already, such as a list or the help. */
export function slackText(mrkdwn: string): SlackMessage {
  return message(mrkdwn, [section(mrkdwn)]);
}
