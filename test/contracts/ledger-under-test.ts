import type { OpenLedger } from "#bot/ledger/open-ledger.ts";

/** A ledger to test, with a way behind its back: what only a crash, a clock or an intruder could do. */
export interface LedgerUnderTest {
  ledger: OpenLedger;
  query(text: string, values?: unknown[]): Promise<unknown>;
}
