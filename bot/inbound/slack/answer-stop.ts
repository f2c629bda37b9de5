import type { Delivery } from "#agents-schema/event.ts";
import { StoreUnavailable } from "#bot/ports.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { keepDelivery } from "./keep-delivery.ts";

/** Keeps a wish to stop. What could not be kept is not acknowledged: Slack sends it again. */
export async function answerStop(
  world: DoorWorld,
  { ack }: SlackRequest,
  delivery: Delivery,
): Promise<void> {
  if ((await keepDelivery(world, delivery)) !== "kept") {
    throw new StoreUnavailable(`keeping delivery ${delivery.id}: Slack will send it again`);
  }
  await ack();
}
