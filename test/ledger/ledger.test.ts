import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { describeLedger } from "../contracts/ledger-contract.ts";
import type { LedgerUnderTest } from "../contracts/ledger-under-test.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

describe.each([
  ["in memory", () => "pglite:memory"],
  ["in a directory", (directory: string) => `pglite:${join(directory, "ledger")}`],
])("embedded ledger %s", (_where, urlIn) => {
  const directory = mkdtempSync(join(tmpdir(), "buster-test-ledger-"));
  let ledger: OpenLedger;
  beforeAll(async () => {
    ledger = await openLedger({ url: urlIn(directory), log: silentLog });
  });
  afterAll(async () => {
    await ledger.close();
    rmSync(directory, { recursive: true });
  });

  describeLedger(() => ({
    ledger,
    query: async (text, values) => ledger.pool?.query(text, values),
  }));
});

const postgres = await startPostgres();

describe.skipIf(postgres === undefined)("ledger on Postgres", () => {
  let subject: LedgerUnderTest;
  let client: pg.Client;
  beforeAll(async () => {
    const url = postgres?.url ?? "";
    client = new pg.Client(url);
    await client.connect();
    const ledger = await openLedger({ url, log: silentLog });
    subject = { ledger, query: (text, values) => client.query(text, values) };
  });
  afterAll(async () => {
    await subject.ledger.close();
    await client.end();
    await postgres?.stop();
  });

  describeLedger(() => subject);
});
