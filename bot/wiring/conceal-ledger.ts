import { conceal } from "#agents-schema/secrets/conceal.ts";
import type { SecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";

/**
 * The same ledger, into which no credential of this process gets: whatever is written by whichever method is
 * redacted before it is hashed or stored.
 */
export function concealLedger(ledger: OpenLedger, { findHeld }: SecretScan): OpenLedger {
  const guarded = <Part extends object>(part: Part): Part => {
    const methods = Object.entries(part).map(([name, method]: [string, unknown]) => {
      if (typeof method !== "function") return [name, method];
      return [name, (...given: unknown[]) => method(...conceal(given, findHeld).value)];
    });
    // The same names with functions of the same kinds.
    return Object.fromEntries(methods) as Part;
  };
  const { inbox, runs, outbox, approvals, surfaces, workshop } = ledger;
  return {
    ...ledger,
    inbox: guarded(inbox),
    runs: guarded(runs),
    outbox: guarded(outbox),
    approvals: guarded(approvals),
    surfaces: guarded(surfaces),
    workshop: guarded(workshop),
  };
}
