import { words } from "./mrkdwn.ts";
import { section } from "./slack-blocks.ts";
import { slackLimits } from "./slack-limits.ts";

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

/** Block and action id of the text that is typed into "Request changes". */
export const changesInput = { block: "changes", action: "text" } as const;

/** A modal that says one thing: that something is being fetched, or why it cannot be shown. */
export function noticeModal(text: string): object {
  return {
    type: "modal",
    title: plain("Proposed changes"),
    close: plain("Close"),
    blocks: [section(words(text, 1000))],
  };
}

/** Asks what should be different. `metadata` comes back with the answer, unchanged. */
export function requestChangesModal(metadata: string): object {
  return {
    type: "modal",
    callback_id: "request_changes",
    private_metadata: metadata.slice(0, slackLimits.privateMetadata),
    title: plain("Request changes"),
    submit: plain("Send"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: changesInput.block,
        label: plain("What should be different?"),
        hint: plain("The agent reads this and goes on from where it is."),
        element: {
          type: "plain_text_input",
          action_id: changesInput.action,
          multiline: true,
          max_length: slackLimits.inputText,
        },
      },
    ],
  };
}
