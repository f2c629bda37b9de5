import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import type { Queue } from "#bot/ports.ts";
import type { QueueTiming } from "#bot/queue/create-queue.ts";

/** Waiting for what must come: far more than it takes, less than the test's own patience. */
const soon = { timeout: 20_000, interval: 10 };

/** What every queue promises. `open` gives one more process's view of the same store. */
export function describeQueue(open: (timing?: QueueTiming) => Promise<Queue>): void {
  const opened: Queue[] = [];
  const openOne = async (timing?: QueueTiming) => {
    const queue = await open(timing);
    opened.push(queue);
    return queue;
  };
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close();
  });
  const aRunId = () => `run-${randomUUID()}`;

  test("a run reaches the handler of its kind, and no other", async () => {
    const queue = await openOne();
    const done: string[] = [];
    const [toRun, toSettle] = [aRunId(), aRunId()];
    await queue.work("run", 2, async (runId) => void done.push(`run ${runId}`));
    await queue.work("settle", 2, async (runId) => void done.push(`settle ${runId}`));

    await queue.add({ kind: "run", runId: toRun });
    await queue.add({ kind: "settle", runId: toSettle });

    await expect.poll(() => done.length, soon).toBe(2);
    expect(done.toSorted()).toEqual([`run ${toRun}`, `settle ${toSettle}`]);
  });

  test("what was queued before a restart is done after it, each run once", async () => {
    const before = await open();
    const runIds = [aRunId(), aRunId()];
    for (const runId of [...runIds, ...runIds, ...runIds]) await before.add({ kind: "run", runId });
    await before.close();
    const last = aRunId();
    const done: string[] = [];

    const after = await openOne();
    await after.work("run", 1, async (runId) => void done.push(runId));
    await after.add({ kind: "run", runId: last });

    await expect.poll(() => done, soon).toContain(last);
    expect(done).toEqual([...runIds, last]);
  });

  test("a run added while it is worked on is worked on once more afterwards", async () => {
    const queue = await openOne();
    const runId = aRunId();
    const gate = Promise.withResolvers<void>();
    let atOnce = 0;
    const seen: number[] = [];
    await queue.work("run", 4, async () => {
      seen.push(++atOnce);
      if (seen.length === 1) await gate.promise;
      atOnce--;
    });
    await queue.add({ kind: "run", runId });
    await expect.poll(() => seen.length, soon).toBe(1);

    for (let times = 0; times < 3; times++) await queue.add({ kind: "run", runId });
    gate.resolve();

    await expect.poll(() => seen.length, soon).toBe(2);
    await queue.close();
    expect(seen).toEqual([1, 1]);
  });

  test("a run whose handler throws is tried again", async () => {
    const queue = await openOne();
    let tries = 0;
    await queue.work("run", 1, async () => {
      if (++tries === 1) throw new Error("GitHub answered 502");
    });

    await queue.add({ kind: "run", runId: aRunId() });

    await expect.poll(() => tries, soon).toBe(2);
  });

  test("as many runs go at once as were allowed", async () => {
    const queue = await openOne();
    const both = Promise.withResolvers<void>();
    let going = 0;
    let done = 0;
    await queue.work("run", 2, async () => {
      if (++going === 2) both.resolve();
      await both.promise;
      done++;
    });

    await queue.add({ kind: "run", runId: aRunId() });
    await queue.add({ kind: "run", runId: aRunId() });

    await expect.poll(() => done, soon).toBe(2);
  });

  test("closing waits for what is in hand", async () => {
    const queue = await openOne();
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const story: string[] = [];
    await queue.work("run", 1, async () => {
      started.resolve();
      await gate.promise;
      story.push("done");
    });
    await queue.add({ kind: "run", runId: aRunId() });
    await started.promise;

    const closed = queue.close().then(() => story.push("closed"));
    gate.resolve();
    await closed;

    expect(story).toEqual(["done", "closed"]);
  });

  test("a process that goes away in the middle of a run is followed by another", async () => {
    const dying = await openOne({ closeWithinMs: 0, lockMs: 600 });
    const runId = aRunId();
    const started = Promise.withResolvers<void>();
    await dying.work("run", 1, () => {
      started.resolve();
      return new Promise(() => {});
    });
    await dying.add({ kind: "run", runId });
    await started.promise;
    await dying.close();
    const done: string[] = [];

    const heir = await openOne({ closeWithinMs: 1_000, lockMs: 600 });
    await heir.work("run", 1, async (id) => void done.push(id));

    await expect.poll(() => done, soon).toEqual([runId]);
  });
}
