import { type Delivery, Event } from "#agents-schema/event.ts";
import type { Inbox } from "../ports.ts";
import { createGatherer } from "./create-gatherer.ts";
import type { Database } from "./sql.ts";

/** Deliveries in one statement: about 200 kB of facts. */
const maxTogether = 256;

/** Tries of one delivery, 1, 2, 4 … 60 s apart: about a quarter of an hour. */
const maxAttempts = 20;
const longestPauseSeconds = 60;

/** Deliveries between arriving and being dealt with. */
export function createInbox(database: Database): Inbox {
  const end = async (deliveryId: string, state: "done" | "failed", outcome: string) => {
    await database.query(
      `noting what became of delivery ${deliveryId}`,
      "update buster.delivery set state = $2, outcome = $3, leased_until = null where id = $1",
      [deliveryId, state, outcome],
    );
  };

  const receive = createGatherer(maxTogether, async (deliveries: readonly Delivery[]) => {
    const ids = deliveries.map(({ id }) => storableId(id));
    const rows = await database.query<{ id: string }>(
      `receiving delivery ${ids.join(", ")}`,
      `insert into buster.delivery (id, event)
       select id, event from unnest($1::text[], $2::text[]) as received (id, event)
       on conflict (id) do nothing returning id`,
      [ids, deliveries.map(({ event }) => JSON.stringify(event))],
    );
    const kept = new Set(rows.map(({ id }) => id));
    // Twice in one statement is kept once, for the first of the two.
    return ids.map((id) => kept.delete(id));
  });

  return {
    receive,

    async claim(limit, leaseMs) {
      const rows = await database.query<{ id: string; event: string }>(
        "claiming deliveries",
        `with next as (
           select id from buster.delivery
           where state = 'waiting' and (leased_until is null or leased_until <= clock_timestamp())
           order by ordinal limit $1 for update skip locked
         ), claimed as (
           update buster.delivery set leased_until = clock_timestamp() + $2 * interval '1 millisecond',
             attempts = attempts + 1
           from next where delivery.id = next.id
           returning delivery.id, event, ordinal
         )
         select id, event from claimed order by ordinal`,
        [limit, leaseMs],
      );
      const deliveries: Delivery[] = [];
      for (const { id, event } of rows) {
        const parsed = Event.safeParse(JSON.parse(event));
        if (parsed.success) deliveries.push({ id, event: parsed.data });
        else await end(id, "failed", "this version of Buster cannot read the event");
      }
      return deliveries;
    },

    async later(deliveryId, reason) {
      const rows = await database.query(
        `giving back delivery ${deliveryId}`,
        `update buster.delivery set outcome = $2, leased_until =
           clock_timestamp() + least($3, power(2, attempts - 1)) * interval '1 second'
         where id = $1 and attempts < $4 returning id`,
        [deliveryId, reason, longestPauseSeconds, maxAttempts],
      );
      if (rows.length > 0) return true;
      await end(deliveryId, "failed", `given up after ${maxAttempts} tries: ${reason}`);
      return false;
    },

    done: (deliveryId, outcome) => end(deliveryId, "done", outcome),
    failed: (deliveryId, reason) => end(deliveryId, "failed", reason),
  };
}

/** As the database gives it back: one that it refuses would take its neighbours with it. */
function storableId(id: string): string {
  return id.toWellFormed().replaceAll("\0", "\uFFFD");
}
