import { describe, expect, test } from "vitest";
import type { Lease, Ledger } from "#runner/ports.ts";
import { aNewRun, mia } from "./ledger-builders.ts";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeWorkshop(subject: () => LedgerUnderTest): void {
  /** The runner's word for it: this assignment is what keeps the two promises the same. */
  const workshop = (): Ledger => subject().ledger.workshop;

  const aQueuedRun = async () => {
    const run = aNewRun();
    await subject().ledger.runs.create(run);
    return run.id;
  };
  const acquire = async (runId: string, leaseMs = 60_000): Promise<Lease> => {
    const lease = await workshop().acquire(runId, leaseMs);
    if (lease === undefined) throw new Error("no lease");
    return lease;
  };
  const note = { kind: "note", text: "hello" } as const;
  const storeUnavailable = expect.objectContaining({ code: "store-unavailable" });

  describe("workshop", () => {
    test("a run has one runner at a time", async () => {
      const runId = await aQueuedRun();

      const leases = await Promise.all([1, 2, 3].map(() => workshop().acquire(runId, 60_000)));

      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    test("a runner that fell silent is replaced, and what it writes later is refused", async () => {
      const runId = await aQueuedRun();
      const zombie = await acquire(runId, 0);
      const heir = await acquire(runId);

      expect(heir.epoch).toBeGreaterThan(zombie.epoch);
      await expect(workshop().append(zombie, note)).rejects.toEqual(storeUnavailable);
      await expect(workshop().move(zombie, "preparing", null)).rejects.toEqual(storeUnavailable);
      const cost = { usd: 1, inputTokens: 1, outputTokens: 1, turns: 1 };
      await expect(workshop().spend(zombie, cost)).rejects.toEqual(storeUnavailable);
      expect(await workshop().heartbeat(zombie, 60_000)).toBe("lost");
      await workshop().release(zombie);

      await workshop().append(heir, note);
      expect(await workshop().read(runId)).toHaveLength(2);
    });

    test("a run given back can be taken up at once, and its last runner has no more say", async () => {
      const runId = await aQueuedRun();
      const first = await acquire(runId);

      await workshop().release(first);
      await acquire(runId);

      await expect(workshop().append(first, note)).rejects.toEqual(storeUnavailable);
    });

    test("a run that has ended or waits for a person is not taken up", async () => {
      const runId = await aQueuedRun();
      await subject().ledger.runs.move(runId, ["queued"], "cancelled", null);

      expect(await workshop().acquire(runId, 60_000)).toBeUndefined();
      expect(await workshop().acquire("run-unknown", 60_000)).toBeUndefined();
    });

    test("the heartbeat tells of a wish to stop, and of a run that was ended", async () => {
      const { runs } = subject().ledger;
      const [stopped, ended] = [await aQueuedRun(), await aQueuedRun()];
      const leases = [await acquire(stopped), await acquire(ended)];
      const beat = () => Promise.all(leases.map((lease) => workshop().heartbeat(lease, 60_000)));
      const before = await beat();

      await runs.requestStop(stopped, mia);
      await runs.move(ended, ["queued"], "superseded", "a newer push");

      expect(before).toEqual(["held", "held"]);
      expect(await beat()).toEqual(["stop", "stop"]);
    });

    test("a heartbeat keeps a lease alive", async () => {
      const lease = await acquire(await aQueuedRun(), 0);

      await workshop().heartbeat(lease, 60_000);

      expect(await workshop().acquire(lease.runId, 60_000)).toBeUndefined();
    });

    test("the holder moves the run along, only as the table allows", async () => {
      const lease = await acquire(await aQueuedRun());

      await workshop().move(lease, "preparing", null);

      await expect(workshop().move(lease, "succeeded", null)).rejects.toThrow(
        `run ${lease.runId} may not go from preparing to succeeded`,
      );
      expect((await workshop().load(lease.runId))?.state).toBe("preparing");
    });

    test("a turn and its cost are written together, and nothing stays reserved", async () => {
      const runId = await aQueuedRun();
      const lease = await acquire(runId, 0);
      const cost = { usd: 1, inputTokens: 10, outputTokens: 5, turns: 1 };

      await workshop().reserve(lease, { ...cost, usd: 9 });
      await workshop().append(lease, note, cost);
      await acquire(runId);

      expect((await workshop().load(runId))?.cost).toEqual(cost);
    });

    test("what a call may cost counts when whoever made it died, once", async () => {
      const runId = await aQueuedRun();
      const most = { usd: 9, inputTokens: 10, outputTokens: 5, turns: 1 };
      const zombie = await acquire(runId, 0);
      await workshop().reserve(zombie, most);

      await acquire(runId, 0);
      await acquire(runId, 0);

      expect((await workshop().load(runId))?.cost).toEqual(most);
      await expect(workshop().reserve(zombie, most)).rejects.toEqual(storeUnavailable);
    });

    test("a run that a newer program wrote in is left to newer programs", async () => {
      const { ledger, query } = subject();
      const run = await aQueuedRun();
      await query("update buster.run set format = format + 1 where id = $1", [run]);

      expect(await workshop().acquire(run, 60_000)).toBeUndefined();
      expect(await ledger.runs.load(run)).toMatchObject({ state: "queued" });
    });

    test("costs add up", async () => {
      const lease = await acquire(await aQueuedRun());
      const cost = { usd: 0.25, inputTokens: 3_000_000_000, outputTokens: 20, turns: 1 };

      await workshop().spend(lease, cost);
      await workshop().spend(lease, cost);

      expect((await workshop().load(lease.runId))?.cost).toEqual({
        usd: 0.5,
        inputTokens: 6_000_000_000,
        outputTokens: 40,
        turns: 2,
      });
    });
  });
}
