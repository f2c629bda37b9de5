import { describe, expect, test } from "vitest";
import { aDelivery } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeInbox(subject: () => LedgerUnderTest): void {
  describe("inbox", () => {
    test("a delivery that comes twice is kept once, and comes out as it went in", async () => {
      const { inbox } = subject().ledger;
      const delivery = aDelivery("caf\u00e9 \u{1F44B} \0 \ud800 '; drop table");

      const first = await inbox.receive(delivery);
      const second = await inbox.receive({ ...delivery, event: aDelivery("other").event });

      expect([first, second]).toEqual([true, false]);
      expect((await inbox.claim(100, 60_000)).filter(({ id }) => id === delivery.id)).toEqual([
        delivery,
      ]);
    });

    test("of many that arrive at once, each is kept once and each sender is told the truth", async () => {
      const { inbox } = subject().ledger;
      const deliveries = Array.from({ length: 200 }, () => aDelivery());
      const twice = deliveries.flatMap((delivery) => [delivery, delivery]);

      const answers = await Promise.all(twice.map((delivery) => inbox.receive(delivery)));

      const isNew = deliveries.map((_, index) => answers.slice(index * 2, index * 2 + 2));
      expect(isNew).toEqual(deliveries.map(() => [true, false]));
      const claimed = (await inbox.claim(1000, 60_000)).map(({ id }) => id);
      expect(claimed).toEqual(expect.arrayContaining(deliveries.map(({ id }) => id)));
      expect(new Set(claimed).size).toBe(claimed.length);
      for (const id of claimed) await inbox.done(id, "seen");
    });

    test("deliveries are handed out oldest first, each to one caller", async () => {
      const { inbox } = subject().ledger;
      const deliveries = Array.from({ length: 6 }, () => aDelivery());
      for (const delivery of deliveries) await inbox.receive(delivery);

      const batches = await Promise.all([inbox.claim(3, 60_000), inbox.claim(3, 60_000)]);

      const ids = batches.map((batch) => batch.map(({ id }) => id));
      expect(ids.flat().sort()).toEqual(deliveries.map(({ id }) => id).sort());
      for (const batch of ids) {
        const places = batch.map((id) => deliveries.findIndex((delivery) => delivery.id === id));
        expect(places).toEqual([...places].sort());
      }
    });

    test("a delivery is handed out again after a crash between claim and done", async () => {
      const { inbox } = subject().ledger;
      const delivery = aDelivery();
      await inbox.receive(delivery);

      const claimed = await inbox.claim(100, 0);
      const again = await inbox.claim(100, 60_000);
      const held = await inbox.claim(100, 60_000);

      expect(claimed).toContainEqual(delivery);
      expect(again).toContainEqual(delivery);
      expect(held).not.toContainEqual(delivery);
    });

    test("a delivery that is given back comes again later, and not for ever", async () => {
      const { inbox } = subject().ledger;
      const delivery = aDelivery();
      await inbox.receive(delivery);
      await inbox.claim(100, 60_000);

      const goesOn = await inbox.later(delivery.id, "GitHub answered 502");

      expect(goesOn).toBe(true);
      const isBack = async () => (await inbox.claim(100, 0)).some(({ id }) => id === delivery.id);
      expect(await isBack()).toBe(false);
      await expect.poll(isBack, { timeout: 10_000 }).toBe(true);
      for (let attempt = 3; attempt <= 20; attempt++) expect(await isBack()).toBe(true);
      expect(await inbox.later(delivery.id, "GitHub answered 502")).toBe(false);
      expect(await isBack()).toBe(false);
    });

    test("what is done or has failed is never handed out again, nor received again", async () => {
      const { inbox } = subject().ledger;
      const [done, failed] = [aDelivery(), aDelivery()];
      for (const delivery of [done, failed]) await inbox.receive(delivery);
      await inbox.claim(100, 0);

      await inbox.done(done.id, "one agent started");
      await inbox.failed(failed.id, "our mistake");

      const ids = (await inbox.claim(100, 0)).map(({ id }) => id);
      expect(ids).not.toContain(done.id);
      expect(ids).not.toContain(failed.id);
      expect(await inbox.receive(done)).toBe(false);
    });

    test("a delivery that this version cannot read does not hold up the others", async () => {
      const { ledger, query } = subject();
      const [strange, plain] = [aDelivery(), aDelivery()];
      for (const delivery of [strange, plain]) await ledger.inbox.receive(delivery);
      await query('update buster.delivery set event = \'{"kind":"new"}\' where id = $1', [
        strange.id,
      ]);

      const claimed = await ledger.inbox.claim(100, 0);

      expect(claimed.map(({ id }) => id)).toContain(plain.id);
      expect((await ledger.inbox.claim(100, 0)).map(({ id }) => id)).not.toContain(strange.id);
    });
  });
}
