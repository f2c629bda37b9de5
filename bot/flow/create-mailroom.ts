import type { Delivery } from "#agents-schema/event.ts";
import { PlatformFailure, StoreUnavailable } from "../ports.ts";
import { admitEvent } from "./admit-event.ts";
import { answerForFailure } from "./answer-for-failure.ts";
import type { House } from "./house.ts";

/** A delivery that is not dealt with in this time is handed out again. */
const leaseMs = 60_000;
/** Deliveries in hand at once. */
const atOnce = 20;
/** How long a shutdown waits for them. */
const finishMs = 10_000;

/** Works on the inbox. */
export interface Mailroom {
  /** Takes what waits into hand, as far as there is room; does not wait for it to be dealt with. */
  round(): Promise<void>;
  /** Waits for what is in hand, but not longer than this; what is left then comes again after its lease. */
  finish(withinMs?: number): Promise<void>;
}

/**
 * Deals with deliveries: those about one pull request or one conversation in order, others side by side,
 * so that a large repository's first fetch keeps nobody else waiting. A failure of the world hands a
 * delivery out again later; our own mistakes are kept with it, so that it is not lost.
 */
export function createMailroom(house: House): Mailroom {
  const lines = new Map<string, Promise<void>>();
  /** Their ids: what takes longer than its lease is claimed again, and must not be begun again. */
  const inHand = new Set<string>();

  const take = (delivery: Delivery) => {
    const key = subjectOf(delivery);
    const before = lines.get(key) ?? Promise.resolve();
    inHand.add(delivery.id);
    const mine = before
      .then(() => dealWith(house, delivery))
      .catch((cause) => {
        // The store is away: the delivery's lease runs out, and it comes again.
        house.log.warn({ deliveryId: delivery.id, err: cause }, "delivery left in the inbox");
      })
      .finally(() => {
        inHand.delete(delivery.id);
        if (lines.get(key) === mine) lines.delete(key);
      });
    lines.set(key, mine);
  };

  return {
    async round() {
      while (inHand.size < atOnce) {
        const claimed = await house.inbox.claim(atOnce - inHand.size, leaseMs);
        const deliveries = claimed.filter(({ id }) => !inHand.has(id));
        if (deliveries.length === 0) return;
        for (const delivery of deliveries) take(delivery);
      }
    },
    async finish(withinMs = finishMs) {
      const timeUp = Promise.withResolvers<void>();
      const timer = setTimeout(timeUp.resolve, withinMs);
      await Promise.race([Promise.all(lines.values()), timeUp.promise]);
      clearTimeout(timer);
      if (inHand.size === 0) return;
      house.log.warn({ deliveryIds: [...inHand] }, "deliveries left in hand");
    },
  };
}

async function dealWith(house: House, delivery: Delivery): Promise<void> {
  const { inbox, log } = house;
  const { id: deliveryId, event } = delivery;
  try {
    const outcome = await admitEvent(house, delivery);
    await inbox.done(deliveryId, outcome);
    log.info({ deliveryId, outcome }, "delivery dealt with");
  } catch (cause) {
    if (mayPass(cause)) {
      const goesOn = await inbox.later(deliveryId, cause.message);
      const what = goesOn ? "delivery will be tried again" : "delivery given up";
      log.warn({ deliveryId, err: cause }, what);
      if (goesOn) return;
    } else {
      log.error({ deliveryId, err: cause }, "delivery could not be dealt with");
      await inbox.failed(deliveryId, cause instanceof Error ? cause.message : "unknown");
    }
    await answerForFailure(house, deliveryId, event);
  }
}

function mayPass(cause: unknown): cause is Error {
  if (cause instanceof StoreUnavailable) return true;
  return cause instanceof PlatformFailure && cause.code !== "permanent";
}

/** What must be dealt with in order. */
function subjectOf({ id, event }: Delivery): string {
  switch (event.kind) {
    case "pull_request":
      return `${event.repository.fullName}#${event.pullRequest.number}`;
    case "comment":
      return `${event.repository.fullName}#${event.number}`;
    case "installation":
      return `installation ${event.installationId}`;
    case "slack_mention":
      return `${event.channel}:${event.thread}`;
    case "slack_action":
      return `${event.channel}:${event.value}`;
    default:
      return id;
  }
}
