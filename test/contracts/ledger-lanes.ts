import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeLanes(subject: () => LedgerUnderTest): void {
  const lanes = () => subject().ledger.lanes;

  describe("lanes", () => {
    test("a lane has one writer at a time, and rests after each", async () => {
      const name = randomUUID();

      const entered = await Promise.all([1, 2, 3].map(() => lanes().enter(name, 60_000)));
      await lanes().leave(name, 60_000);
      const resting = await lanes().enter(name, 60_000);
      await lanes().leave(name, 0);
      const next = await lanes().enter(name, 60_000);

      expect(entered.filter(({ kind }) => kind === "entered")).toHaveLength(1);
      expect(resting).toEqual({ kind: "wait", ms: expect.closeTo(60_000, -4) });
      expect(next).toEqual({ kind: "entered" });
    });

    test("a writer that died keeps a lane no longer than was said", async () => {
      const name = randomUUID();

      await lanes().enter(name, 0);

      expect(await lanes().enter(name, 60_000)).toEqual({ kind: "entered" });
    });

    test("a pause is for everybody, and a shorter one does not end it", async () => {
      const name = randomUUID();

      await lanes().pause(name, 60_000);
      await lanes().pause(name, 0);

      expect(await lanes().enter(name, 60_000)).toEqual({
        kind: "paused",
        ms: expect.closeTo(60_000, -4),
      });
    });
  });
}
