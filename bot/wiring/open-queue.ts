import type { Config } from "../config.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";
import type { Log, Queue } from "../ports.ts";
import { createQueue } from "../queue/create-queue.ts";
import type { QueueBackend } from "../queue/queue-backend.ts";

/** The queue: in Redis where one is named, else where the ledger is. */
export function openQueue(config: Config, ledger: OpenLedger, log: Log): Promise<Queue> {
  return createQueue(backendOf(config, ledger), log);
}

function backendOf({ redisUrl, databaseUrl }: Config, { pool }: OpenLedger): QueueBackend {
  if (redisUrl !== undefined) return { kind: "redis", url: redisUrl };
  if (pool !== undefined) return { kind: "pglite", pool };
  return { kind: "postgres", url: databaseUrl };
}
