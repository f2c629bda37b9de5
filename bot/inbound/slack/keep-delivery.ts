import type { Delivery } from "#agents-schema/event.ts";
import type { DoorWorld } from "./door-world.ts";

/** Longest time for keeping, in milliseconds: Slack waits 3 s for an answer, and the way needs its share. */
const keepWithinMs = 2_000;

/**
 * Keeps a delivery before Slack is told that we have it. `away`: it is not kept. `late`: nobody knows
 * yet; the same delivery may be kept again without harm.
 */
export async function keepDelivery(
  { inbox, received, log }: DoorWorld,
  delivery: Delivery,
): Promise<"kept" | "away" | "late"> {
  const keeping = inbox.receive(delivery).then(
    () => {
      received();
      return "kept" as const;
    },
    (cause: unknown) => {
      log.warn({ deliveryId: delivery.id, err: cause }, "delivery from Slack could not be kept");
      return "away" as const;
    },
  );
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(resolve, keepWithinMs, "late");
  const kept = await Promise.race([keeping, late]);
  clearTimeout(timer);
  return kept;
}
