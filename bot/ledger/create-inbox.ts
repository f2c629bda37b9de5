import { type Delivery, Event } from "#agents-schema/event.ts";
import type { Inbox } from "../ports.ts";
import type { Database } from "./sql.ts";

/** Deliveries between arriving and being dealt with. */
export function createInbox(database: Database): Inbox {
  const end = async (deliveryId: string, state: "done" | "failed", outcome: string) => {
    await database.query(
      `noting what became of delivery ${deliveryId}`,
      "update buster.delivery set state = $2, outcome = $3, leased_until = null where id = $1",
      [deliveryId, state, outcome],
    );
  };

  return {
    async receive({ id, event }) {
      const rows = await database.query(
        `receiving delivery ${id}`,
        `insert into buster.delivery (id, event) values ($1, $2)
         on conflict (id) do nothing returning id`,
        [id, JSON.stringify(event)],
      );
      return rows.length > 0;
    },

    async claim(limit, leaseMs) {
      const rows = await database.query<{ id: string; event: string }>(
        "claiming deliveries",
        `with next as (
           select id from buster.delivery
           where state = 'waiting' and (leased_until is null or leased_until <= clock_timestamp())
           order by ordinal limit $1 for update skip locked
         ), claimed as (
           update buster.delivery set leased_until = clock_timestamp() + $2 * interval '1 millisecond'
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

    done: (deliveryId, outcome) => end(deliveryId, "done", outcome),
    failed: (deliveryId, reason) => end(deliveryId, "failed", reason),
  };
}
