import type { EventOf } from "#agents-schema/event.ts";
import { readCommand } from "../commands/read-command.ts";
import { slackCommands } from "../commands/slack-commands.ts";
import type { House } from "./house.ts";
import { obeyOnSlack } from "./obey-on-slack.ts";
import { startListeners } from "./start-listeners.ts";

/** Somebody mentioned the bot: a command, or words that an agent listens for. Answered in the thread. */
export async function admitSlackMention(
  house: House,
  event: EventOf<"slack_mention">,
  deliveryId: string,
): Promise<string> {
  const { channel, thread, text, sender } = event;
  const place = { kind: "slack_thread" as const, channel, thread };
  const reading = readCommand(text, slackCommands);
  if (reading.kind === "unclear" && house.homeRepository !== undefined) {
    const heard = await startListeners(house, event, {
      deliveryId,
      repository: house.homeRepository,
      on: null,
      inputs: {},
      by: sender,
      places: [place],
      because: "somebody asked for it on Slack",
    });
    if (heard !== undefined) return heard;
  }

  const { say, note } = await obeyOnSlack(house, reading, { deliveryId, by: sender, place });
  await house.slack?.post({
    channel,
    thread,
    message: say,
    effectId: `reply:${deliveryId}`,
    // A delivery is handed out again when it broke in the middle; then the answer may be there.
    mayExist: true,
  });
  return note;
}
