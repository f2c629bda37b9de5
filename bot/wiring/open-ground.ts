import { randomBytes } from "node:crypto";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import type { Config } from "../config.ts";
import { type OpenLedger, openLedger } from "../ledger/open-ledger.ts";
import type { Clock, Log, Queue, Screen } from "../ports.ts";
import { concealLedger } from "./conceal-ledger.ts";
import { createScreen } from "./create-screen.ts";
import { heldSecrets } from "./held-secrets.ts";
import { inflateText } from "./inflate-text.ts";
import { openQueue } from "./open-queue.ts";

/** What every role stands on. */
export interface Ground {
  ledger: OpenLedger;
  queue: Queue;
  clock: Clock;
  /** 128 random bits in hex. */
  randomToken: () => string;
  log: Log;
  screen: Screen;
}

/** Opens the ledger and the queue; each adds itself to what is to be closed, the last one first. */
export async function openGround(
  config: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Ground> {
  const scan = createSecretScan(heldSecrets(config), inflateText);
  const opened = await openLedger({ url: config.databaseUrl, log });
  const ledger = concealLedger(opened, scan);
  closers.push(() => ledger.close());
  const queue = await openQueue(config, ledger, log);
  closers.push(() => queue.close());
  return {
    ledger,
    queue,
    clock: { now: () => new Date() },
    randomToken: () => randomBytes(16).toString("hex"),
    log,
    screen: createScreen(scan, log),
  };
}
