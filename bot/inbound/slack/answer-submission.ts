import { changesInput } from "#bot/views/modals.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { keepDelivery } from "./keep-delivery.ts";
import type { SlackSubmission } from "./parse-slack-submission.ts";

/** Keeps what was typed into "Request changes". The modal stays open, with a reason, until that went well. */
export async function answerSubmission(
  world: DoorWorld,
  { ack }: SlackRequest,
  { deliveryId, token, channel, text, by }: SlackSubmission,
): Promise<void> {
  if (text === "") return ack(mistake("Say what should be different."));

  const kept = await keepDelivery(world, {
    id: deliveryId,
    event: {
      kind: "slack_action",
      action: "request_changes",
      value: token,
      channel,
      text,
      sender: by,
    },
  });
  if (kept === "kept") return ack();
  await ack(mistake("This could not be noted down. Send it again in a minute."));
}

function mistake(text: string): object {
  return { response_action: "errors", errors: { [changesInput.block]: text } };
}
