import type { EventOf } from "#agents-schema/event.ts";
import { readCommand } from "../commands/read-command.ts";
import { slackCommands } from "../commands/slack-commands.ts";
import type { House } from "./house.ts";
import { obeyOnSlack } from "./obey-on-slack.ts";

/** `/buster …`: what it comes to replaces the echo that the door gave at once. */
export async function admitSlackCommand(
  house: House,
  event: EventOf<"slack_command">,
  deliveryId: string,
): Promise<string> {
  const { say, note } = await obeyOnSlack(house, readCommand(event.text, slackCommands), {
    deliveryId,
    by: event.sender,
    place: { kind: "slack_thread", channel: event.channel, thread: null },
  });
  await house.slack?.respond(event.responseUrl, say);
  return note;
}
