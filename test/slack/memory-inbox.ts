import type { Delivery } from "#agents-schema/event.ts";
import { type Inbox, StoreUnavailable } from "#bot/ports.ts";

/** The receiving half of an inbox, as the ledger's contract has it, that can be away or hang. */
export interface MemoryInbox extends Pick<Inbox, "receive"> {
  kept: Delivery[];
  weather: "fine" | "away" | "stuck";
}

export function createMemoryInbox(): MemoryInbox {
  const inbox: MemoryInbox = {
    kept: [],
    weather: "fine",
    async receive(delivery) {
      if (inbox.weather === "away") throw new StoreUnavailable(`receiving ${delivery.id}`);
      if (inbox.weather === "stuck") return new Promise(() => {});
      if (inbox.kept.some(({ id }) => id === delivery.id)) return false;
      inbox.kept.push(delivery);
      return true;
    },
  };
  return inbox;
}
