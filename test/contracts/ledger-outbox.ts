import { describe, expect, test } from "vitest";
import { aNewRun, anEffect } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeOutbox(subject: () => LedgerUnderTest): void {
  const aRunWith = async (...seqs: number[]) => {
    const { runs, outbox } = subject().ledger;
    const run = aNewRun();
    await runs.create(run);
    for (const seq of seqs) {
      await outbox.propose(anEffect(run.id, { id: `${run.id}-e${seq}`, seq }));
    }
    return run.id;
  };

  describe("outbox", () => {
    test("an effect proposed twice is there once, and journaled once", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(7, 4);

      await outbox.propose(anEffect(runId, { digest: "other" }));

      expect((await outbox.ofRun(runId)).map(({ seq }) => seq)).toEqual([4, 7]);
      expect((await outbox.ofRun(runId))[0]).toEqual(anEffect(runId));
      expect((await runs.journal(runId)).map(({ entry }) => entry.kind)).toEqual([
        "run.created",
        "effect.proposed",
        "effect.proposed",
      ]);
    });

    test("an effect is journaled as it moves, and keeps its receipt", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(4);
      const id = `${runId}-e4`;
      const receipt = { externalId: "c1", url: null, at: "2025-01-01T00:00:00.000Z" };

      await outbox.move(id, "proposed", "approved", {});
      await outbox.move(id, "approved", "sending", {});
      await outbox.move(id, "sending", "approved", { reason: "GitHub answered 502" });
      await outbox.move(id, "approved", "sending", {});
      await outbox.move(id, "sending", "confirmed", { receipt });

      expect((await outbox.ofRun(runId))[0]).toMatchObject({
        state: "confirmed",
        receipt,
        reason: null,
      });
      expect((await runs.journal(runId)).map(({ entry }) => entry).slice(-3)).toEqual([
        expect.objectContaining({ to: "approved", reason: "GitHub answered 502" }),
        expect.objectContaining({ to: "sending", reason: null }),
        {
          kind: "effect.moved",
          effectId: id,
          from: "sending",
          to: "confirmed",
          reason: null,
          receipt,
        },
      ]);
    });

    test("of two who begin an effect, one does", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(4);
      await outbox.move(`${runId}-e4`, "proposed", "approved", {});

      const begun = await Promise.all(
        [1, 2, 3].map(() => outbox.move(`${runId}-e4`, "approved", "sending", {})),
      );

      expect(begun.toSorted()).toEqual([false, false, true]);
      expect(await runs.journal(runId)).toHaveLength(4);
    });

    test("the effects of a run have one holder, until its time is over", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(4);
      const early = await outbox.hold(runId, "one", 60_000);
      for (const [from, to] of [
        ["queued", "preparing"],
        ["preparing", "running"],
        ["running", "applying"],
      ] as const) {
        await runs.move(runId, [from], to, null);
      }

      const first = await Promise.all(
        ["one", "two", "three"].map((holder) => outbox.hold(runId, holder, 60_000)),
      );
      const holder = ["one", "two", "three"][first.findIndex((held) => held !== undefined)] ?? "";
      const renewed = await outbox.hold(runId, holder, 0);
      const next = await outbox.hold(runId, "next", 60_000);
      const late = await outbox.hold(runId, holder, 60_000);

      expect(early).toBeUndefined();
      expect(first.filter((held) => held !== undefined)).toEqual([{ tries: 0 }]);
      expect([renewed, next, late]).toEqual([{ tries: 0 }, { tries: 0 }, undefined]);
    });

    test("an effect is moved by the holder of its run alone", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(4);
      const id = `${runId}-e4`;
      await runs.move(runId, ["queued"], "preparing", null);
      await runs.move(runId, ["preparing"], "running", null);
      await runs.move(runId, ["running"], "applying", null);
      await outbox.move(id, "proposed", "approved", {});
      await outbox.hold(runId, "zombie", 0);
      await outbox.hold(runId, "heir", 60_000);

      const late = await outbox.move(id, "approved", "sending", { holder: "zombie" });
      const mine = await outbox.move(id, "approved", "sending", { holder: "heir" });

      expect([late, mine]).toEqual([false, true]);
    });

    test("effects that were given back wait as long as was said, and the tries are kept", async () => {
      const { runs, outbox } = subject().ledger;
      const runId = await aRunWith(4);
      await runs.move(runId, ["queued"], "preparing", null);
      await runs.move(runId, ["preparing"], "running", null);
      await runs.move(runId, ["running"], "applying", null);

      await outbox.hold(runId, "one", 60_000);
      await outbox.letGo(runId, "two", { tries: 7, waitMs: 0 });
      const stillHeld = await outbox.hold(runId, "two", 60_000);
      await outbox.letGo(runId, "one", { tries: 2, waitMs: 0 });
      const atOnce = await outbox.hold(runId, "two", 60_000);
      await outbox.letGo(runId, "two", { tries: 3, waitMs: 60_000 });
      const tooEarly = await outbox.hold(runId, "two", 60_000);

      expect([stillHeld, atOnce, tooEarly]).toEqual([undefined, { tries: 2 }, undefined]);
    });

    test("an illegal move and an unknown effect are our mistakes", async () => {
      const { outbox } = subject().ledger;
      const runId = await aRunWith(4);

      await expect(outbox.move(`${runId}-e4`, "proposed", "confirmed", {})).rejects.toThrow(
        "an effect may not go from proposed to confirmed",
      );
      await expect(outbox.move("unknown", "approved", "sending", {})).rejects.toThrow(
        "there is no effect unknown",
      );
    });
  });
}
