import { code } from "#bot/views/mrkdwn.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { keepDelivery } from "./keep-delivery.ts";
import type { SlackCommand } from "./parse-slack-command.ts";

/**
 * Keeps a command and says at once what was understood; the real answer replaces this through the
 * response URL. Slack does not send a command again, so a person is always told when it was not kept.
 */
export async function answerCommand(
  world: DoorWorld,
  { ack }: SlackRequest,
  { deliveryId, command, ...rest }: SlackCommand,
): Promise<void> {
  const event = { kind: "slack_command", ...rest } as const;
  const kept = await keepDelivery(world, { id: deliveryId, event });

  const typed = code(`${command} ${rest.text}`.trim(), 500);
  await ack({ response_type: "ephemeral", text: sentences[kept](typed) });
}

const sentences = {
  kept: (typed: string) => `On it: ${typed}`,
  away: (typed: string) =>
    `Nothing was started: ${typed} could not be noted down. Try again in a minute.`,
  late: (typed: string) =>
    `${typed} is taking long to be noted down. If nothing more appears here within a minute, nothing was started: try again.`,
} as const;
