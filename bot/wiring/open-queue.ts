import type { Config } from "../config.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";
import type { Log, Queue } from "../ports.ts";
import { StoreUnavailable } from "../ports.ts";
import { createQueue } from "../queue/create-queue.ts";
import type { QueueBackend } from "../queue/queue-backend.ts";

/**
 * The queue: in Redis where one is named, else where the ledger is. A job that it cannot take is no failure: the
 * ledger's sweep brings every run that waits for somebody, so a queue that is away only costs time.
 */
export async function openQueue(config: Config, ledger: OpenLedger, log: Log): Promise<Queue> {
  const queue = await createQueue(backendOf(config, ledger), log);
  return {
    ...queue,
    async add(job) {
      try {
        await queue.add(job);
      } catch (cause) {
        if (!(cause instanceof StoreUnavailable)) throw cause;
        log.warn({ runId: job.runId, kind: job.kind, err: cause }, "left to the sweep");
      }
    },
  };
}

function backendOf({ redisUrl, databaseUrl }: Config, { pool }: OpenLedger): QueueBackend {
  if (redisUrl !== undefined) return { kind: "redis", url: redisUrl };
  if (pool !== undefined) return { kind: "pglite", pool };
  return { kind: "postgres", url: databaseUrl };
}
