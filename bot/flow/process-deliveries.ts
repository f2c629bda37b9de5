import { PlatformFailure, StoreUnavailable } from "../ports.ts";
import { admitEvent } from "./admit-event.ts";
import type { House } from "./house.ts";

/** A delivery that is not dealt with in this time is handed out again. */
const leaseMs = 60_000;

/**
 * Works the inbox until it is empty. A failure of the world leaves the delivery to be handed out
 * again when its lease ends; our own mistakes are kept with the delivery, so that it is not lost.
 */
export async function processDeliveries(house: House): Promise<void> {
  for (;;) {
    const deliveries = await house.inbox.claim(20, leaseMs);
    if (deliveries.length === 0) return;

    for (const delivery of deliveries) {
      try {
        const outcome = await admitEvent(house, delivery);
        await house.inbox.done(delivery.id, outcome);
        house.log.info({ deliveryId: delivery.id, outcome }, "delivery dealt with");
      } catch (cause) {
        if (cause instanceof StoreUnavailable) throw cause;
        if (cause instanceof PlatformFailure && cause.code !== "permanent") {
          const goesOn = await house.inbox.later(delivery.id, cause.message);
          const what = goesOn ? "delivery will be tried again" : "delivery given up";
          house.log.warn({ deliveryId: delivery.id, err: cause }, what);
          continue;
        }
        house.log.error(
          { deliveryId: delivery.id, err: cause },
          "delivery could not be dealt with",
        );
        await house.inbox.failed(delivery.id, cause instanceof Error ? cause.message : "unknown");
      }
    }
  }
}
