import { resolve } from "node:path";
import type { Approvals, Inbox, Lanes, Log, Outbox, Runs, Surfaces } from "../ports.ts";
import { createApprovals } from "./create-approvals.ts";
import { createDatabase } from "./create-database.ts";
import { createHeart } from "./create-heart.ts";
import { createInbox } from "./create-inbox.ts";
import { createLanes } from "./create-lanes.ts";
import { createOutbox } from "./create-outbox.ts";
import { createRuns } from "./create-runs.ts";
import { createSurfaces } from "./create-surfaces.ts";
import { createWorkshopLedger, type WorkshopLedger } from "./create-workshop-ledger.ts";
import type { EmbeddedPool } from "./embedded-pool.ts";
import { migrate } from "./migrate.ts";
import { openPglite } from "./open-pglite.ts";
import { openPostgres } from "./open-postgres.ts";
import type { Pool } from "./pool.ts";
import type { Database } from "./sql.ts";

/** GitHub gives up after 10 s. */
const inboxPatienceMs = 3_000;

export interface OpenLedger {
  inbox: Inbox;
  runs: Runs;
  outbox: Outbox;
  approvals: Approvals;
  surfaces: Surfaces;
  lanes: Lanes;
  /** What the runner may do with the ledger: everything under a lease. */
  workshop: WorkshopLedger;
  /** The one session of an embedded database, in which the queue must live too. */
  pool: EmbeddedPool | undefined;
  /** Does the database answer? Rejects when it does not. */
  isUp: () => Promise<boolean>;
  /** Waits for statements under way. Close what uses the pool first. */
  close(): Promise<void>;
}

/**
 * Opens the ledger at `pglite:memory`, `pglite:<directory>` or `postgres://…`, and brings its tables up
 * to date. Rejects with StoreUnavailable when the database cannot be reached, and with an Error that says
 * what to do when the directory is in use, the address is no address, or a newer version wrote there.
 */
export async function openLedger(options: { url: string; log: Log }): Promise<OpenLedger> {
  const { pool, embedded } = await openPool(options.url, options.log);
  const database = createDatabase(pool);
  try {
    await migrate(database);
    if (embedded !== undefined) await endLeases(database);
  } catch (cause) {
    await pool.end();
    throw cause;
  }
  // An embedded database lives on the main thread: nothing can keep its leases while that is busy, and
  // nobody else could take them.
  const heart = embedded === undefined ? createHeart(options.url, options.log) : undefined;
  return {
    // Who delivers waits for the answer, and comes again.
    inbox: createInbox(createDatabase(pool, inboxPatienceMs)),
    runs: createRuns(database),
    outbox: createOutbox(database),
    approvals: createApprovals(database),
    surfaces: createSurfaces(database),
    lanes: createLanes(database),
    workshop: createWorkshopLedger(database, heart),
    pool: embedded,
    isUp: async () => {
      await database.query("asking whether the ledger answers", "select 1");
      return true;
    },
    close: async () => {
      await heart?.stop();
      await pool.end();
    },
  };
}

/** An embedded ledger is this process's alone, so whoever had a lease is dead: nobody need wait for it. */
async function endLeases(database: Database): Promise<void> {
  await database.query(
    "taking leases from the dead",
    "update buster.run set lease_expires_at = clock_timestamp() where lease_owner is not null",
  );
  // A wait between two tries has no owner, and goes on.
  await database.query(
    "taking effects from the dead",
    "update buster.run set settling_until = null where settling_owner is not null",
  );
  await database.query("taking surfaces from the dead", "delete from buster.showing");
  await database.query(
    "taking deliveries from the dead",
    "update buster.delivery set leased_until = null where state = 'waiting'",
  );
}

async function openPool(
  url: string,
  log: Log,
): Promise<{ pool: Pool; embedded: EmbeddedPool | undefined }> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return { pool: await openPostgres(url, log), embedded: undefined };
  }
  const place = /^pglite:(.+)$/.exec(url)?.[1];
  if (place === undefined) {
    throw new Error(
      "the ledger's address must be pglite:memory, pglite:<directory> or postgres://…",
    );
  }
  const embedded = await openPglite(place === "memory" ? "memory" : { directory: resolve(place) });
  return { pool: embedded, embedded };
}
