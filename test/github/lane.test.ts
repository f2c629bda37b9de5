import { afterAll, beforeAll, expect, test } from "vitest";
import { createLane } from "#bot/executors/github/create-lane.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { silentLog } from "../workshop/silent-log.ts";

let ledger: OpenLedger;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
});
afterAll(() => ledger.close());

const clock = { now: () => new Date() };
/** The lane of one process through an installation that several share. */
const aLane = (name: string, gapMs = 0) =>
  createLane(clock, silentLog, { lanes: ledger.lanes, name, gapMs });
const write = { doing: "commenting", isWrite: true };

test("two processes never write at once through one installation, and rest in between", async () => {
  const gapMs = 60;
  const lanes = [aLane("one", gapMs), aLane("one", gapMs)];
  const times: { began: number; ended: number }[] = [];

  await Promise.all(
    [0, 1, 0, 1].map((which) =>
      lanes[which]?.(write, async () => {
        const began = performance.now();
        await Promise.resolve();
        times.push({ began, ended: performance.now() });
      }),
    ),
  );

  const rests = times.slice(1).map(({ began }, at) => began - (times[at]?.ended ?? began));
  expect(times).toHaveLength(4);
  expect(Math.min(...rests)).toBeGreaterThanOrEqual(gapMs - 10);
});

test.each([
  ["a secondary limit", 403, { "retry-after": "60" }],
  [
    "a primary limit",
    403,
    {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.round(Date.now() / 1000) + 60),
    },
  ],
  ["a secondary limit that does not say how long", 403, { message: "secondary rate limit" }],
  ["too many requests", 429, { "retry-after": "60" }],
])("%s that one process meets pauses all of them", async (what, status, headers) => {
  const limited = Object.assign(new Error("You have exceeded a secondary rate limit"), {
    name: "HttpError",
    status,
    request: { url: "https://api.github.com/repos/acme/shop/issues/1/comments" },
    response: { status, headers, data: { message: "You have exceeded a secondary rate limit" } },
  });
  const [first, second] = [aLane(what), aLane(what)];
  let asked = 0;

  const met = first(write, () => Promise.reject(limited));
  await expect(met).rejects.toMatchObject({ code: "retry" });
  const other = second(write, async () => void asked++);

  await expect(other).rejects.toThrow(/^commenting: GitHub asks to wait (5\d|60) s$/);
  expect(asked).toBe(0);
});
