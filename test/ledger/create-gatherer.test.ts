import { expect, test } from "vitest";
import { createGatherer } from "#bot/ledger/create-gatherer.ts";

/** Batches as they were begun; each ends when the test says so. */
function aStore() {
  const begun: { items: readonly number[]; end(): void; fail(cause: Error): void }[] = [];
  const keep = createGatherer(
    3,
    (items: readonly number[]) =>
      new Promise<readonly string[]>((resolve, reject) => {
        begun.push({
          items,
          end: () => resolve(items.map((item) => `kept ${item}`)),
          fail: reject,
        });
      }),
  );
  const items = () => begun.map((batch) => batch.items);
  const settle = () => new Promise(setImmediate);
  return { keep, begun, items, settle };
}

test("the first call goes at once, and those that come meanwhile go together", async () => {
  const { keep, begun, items, settle } = aStore();

  const answers = Promise.all([1, 2, 3, 4, 5].map(keep));
  expect(items()).toEqual([[1]]);
  begun[0]?.end();
  await settle();
  expect(items()).toEqual([[1], [2, 3, 4]]);
  begun[1]?.end();
  await settle();
  begun[2]?.end();

  expect(await answers).toEqual([1, 2, 3, 4, 5].map((item) => `kept ${item}`));
  expect(items()).toEqual([[1], [2, 3, 4], [5]]);
});

test("a failure reaches all that went together, and none that come after", async () => {
  const { keep, begun, settle } = aStore();
  const together = Promise.allSettled([1, 2, 3].map(keep));
  begun[0]?.end();
  await settle();

  begun[1]?.fail(new Error("the store is away"));
  const after = keep(4);
  await settle();
  begun[2]?.end();

  const states = (await together).map(({ status }) => status);
  expect(states).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await after).toBe("kept 4");
});
