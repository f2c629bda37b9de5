import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { StoreUnavailable } from "#bot/ports.ts";
import { createQueue } from "#bot/queue/create-queue.ts";
import { describeQueue } from "../contracts/queue-contract.ts";
import { startPostgres, startRedis } from "../fresh-database.ts";
import { silentLog as log } from "../workshop/silent-log.ts";

describe("queue in the embedded ledger", () => {
  let ledger: OpenLedger;
  beforeAll(async () => {
    ledger = await openLedger({ url: "pglite:memory", log });
  });
  afterAll(() => ledger.close());

  describeQueue((timing) => {
    if (ledger.pool === undefined) throw new Error("not embedded");
    return createQueue({ kind: "pglite", pool: ledger.pool }, log, timing);
  });
});

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

describe.skipIf(postgres === undefined)("queue on Postgres", () => {
  const url = postgres?.url ?? "";

  describeQueue((timing) => createQueue({ kind: "postgres", url }, log, timing));
});

const redis = await startRedis();
afterAll(() => redis?.stop());

describe.skipIf(redis === undefined)("queue on Redis", () => {
  const url = redis?.url ?? "";

  describeQueue((timing) => createQueue({ kind: "redis", url }, log, timing));

  test("a Redis that may throw jobs away is refused", async () => {
    const forgetful = await startRedis({ maxmemoryPolicy: "allkeys-lru" });

    const opening = createQueue({ kind: "redis", url: forgetful?.url ?? "" }, log);

    await expect(opening).rejects.toThrow(
      "the queue's Redis may forget jobs: its maxmemory-policy is allkeys-lru and must be noeviction",
    );
    await forgetful?.stop();
  });

  test("adding to a Redis that went away says so", async () => {
    const passing = await startRedis();
    const queue = await createQueue({ kind: "redis", url: passing?.url ?? "" }, log);
    await passing?.stop();

    const adding = queue.add({ kind: "run", runId: "run-1" });

    await expect(adding).rejects.toBeInstanceOf(StoreUnavailable);
    await queue.close();
  });
});

describe("a queue whose store is not there", () => {
  test.each([
    { kind: "postgres", url: "postgres://postgres:secret@127.0.0.1:1/postgres" } as const,
    { kind: "redis", url: "redis://:secret@127.0.0.1:1" } as const,
  ])("says so, without the password: $kind", async (backend) => {
    const cause = await createQueue(backend, log).catch((error: unknown) => error);

    expect(cause).toBeInstanceOf(StoreUnavailable);
    expect(String(cause)).not.toContain("secret");
  });
});
