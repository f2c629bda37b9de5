import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { type FreshServer, startPostgres } from "../fresh-database.ts";
import { findPostgres } from "../machine.ts";
import { silentLog } from "../workshop/silent-log.ts";

describe.skipIf(findPostgres() === undefined)("the heartbeat on Postgres", () => {
  let postgres: FreshServer | undefined;
  let busy: OpenLedger;
  let other: OpenLedger;
  beforeAll(async () => {
    postgres = await startPostgres();
    const url = postgres?.url ?? "";
    busy = await openLedger({ url, log: silentLog });
    other = await openLedger({ url, log: silentLog });
  });
  afterAll(async () => {
    await busy.close();
    await other.close();
    await postgres?.stop();
  });

  test("a main thread that is busy for longer than its lease keeps its run", async () => {
    const run = aNewRun();
    await busy.runs.create(run);
    const leaseMs = 2_000;
    const lease = await busy.workshop.acquire(run.id, leaseMs);
    if (lease === undefined) throw new Error("no lease");
    // The thread is up when it has renewed once; it is asked through the database alone.
    await expect
      .poll(() => busy.workshop.heartbeat(lease, leaseMs), { timeout: 5_000 })
      .toBe("held");

    const end = performance.now() + leaseMs * 1.5;
    while (performance.now() < end);

    expect(await other.workshop.acquire(run.id, leaseMs)).toBeUndefined();
    expect(await busy.workshop.heartbeat(lease, leaseMs)).toBe("held");
    await busy.workshop.release(lease);
  });

  test("a run that was let go is not kept", async () => {
    const run = aNewRun();
    await busy.runs.create(run);
    const lease = await busy.workshop.acquire(run.id, 60_000);
    if (lease === undefined) throw new Error("no lease");

    await busy.workshop.release(lease);

    expect(await other.workshop.acquire(run.id, 1_000)).toMatchObject({ epoch: lease.epoch + 1 });
  });
});
