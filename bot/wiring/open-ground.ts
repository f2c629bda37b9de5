import { randomBytes } from "node:crypto";
import type { Config } from "../config.ts";
import { type OpenLedger, openLedger } from "../ledger/open-ledger.ts";
import type { Clock, Log, Queue } from "../ports.ts";
import { openQueue } from "./open-queue.ts";

/** What every role stands on. */
export interface Ground {
  ledger: OpenLedger;
  queue: Queue;
  clock: Clock;
  /** 128 random bits in hex. */
  randomToken: () => string;
  log: Log;
}

/** Opens the ledger and the queue; each adds itself to what is to be closed, the last one first. */
export async function openGround(
  config: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Ground> {
  const ledger = await openLedger({ url: config.databaseUrl, log });
  closers.push(() => ledger.close());
  const queue = await openQueue(config, ledger, log);
  closers.push(() => queue.close());
  return {
    ledger,
    queue,
    clock: { now: () => new Date() },
    randomToken: () => randomBytes(16).toString("hex"),
    log,
  };
}
