import { StoreUnavailable } from "#bot/ports.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { keepDelivery } from "./keep-delivery.ts";
import type { SlackMention } from "./parse-slack-mention.ts";
import { tellPerson } from "./tell-person.ts";

/**
 * Keeps a mention and shows by a reaction that it was seen. What could not be kept is not acknowledged:
 * Slack sends it again at once, after one minute and after five.
 */
export async function answerMention(
  world: DoorWorld,
  { ack, retries }: SlackRequest,
  { deliveryId, event }: SlackMention,
): Promise<void> {
  const kept = await keepDelivery(world, { id: deliveryId, event });
  if (kept !== "kept") {
    if (retries === 0) void tellNotKept(world, event);
    throw new StoreUnavailable(`keeping delivery ${deliveryId}: Slack will send it again`);
  }

  await ack();
  await showSeen(world, event);
}

async function tellNotKept(world: DoorWorld, event: SlackMention["event"]): Promise<void> {
  if (event.sender.kind !== "slack") return;
  const thread = event.thread === event.ts ? null : event.thread;
  await tellPerson(
    world,
    { channel: event.channel, thread, user: event.sender.user },
    "This could not be noted down yet. If there is no :eyes: on it within ten minutes, ask again.",
  );
}

async function showSeen({ client, log }: DoorWorld, event: SlackMention["event"]): Promise<void> {
  const { channel, ts } = event;
  try {
    await client.apiCall("reactions.add", { channel, timestamp: ts, name: "eyes" });
  } catch (cause) {
    // It may be there already, from the first time that Slack sent this.
    log.debug({ channel, err: cause }, "no reaction was added");
  }
}
