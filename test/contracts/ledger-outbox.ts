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
