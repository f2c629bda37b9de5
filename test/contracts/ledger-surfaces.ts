import { describe, expect, test } from "vitest";
import type { LedgerUnderTest } from "./ledger-under-test.ts";

export function describeSurfaces(subject: () => LedgerUnderTest): void {
  describe("surfaces", () => {
    test("a place is shown by one process at a time, and by the next when it is given back", async () => {
      const { surfaces } = subject().ledger;

      const both = await Promise.all([
        surfaces.claim("acme/shop#1", 60_000),
        surfaces.claim("acme/shop#1", 60_000),
      ]);
      await surfaces.release("acme/shop#1");

      expect(both.toSorted()).toEqual([false, true]);
      expect(await surfaces.claim("acme/shop#1", 60_000)).toBe(true);
      expect(await surfaces.claim("acme/shop#2", 60_000)).toBe(true);
    });

    test("whoever died while showing a place keeps it no longer than the claim lasts", async () => {
      const { surfaces } = subject().ledger;
      await surfaces.claim("acme/shop#3", 0);

      expect(await surfaces.claim("acme/shop#3", 60_000)).toBe(true);
    });
  });
}
