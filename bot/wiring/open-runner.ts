import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createWorkshop } from "#runner/main.ts";
import { doRun } from "#runner/run/do-run.ts";
import type { Workshop } from "#runner/run/workshop.ts";
import type { Config } from "../config.ts";
import { lockDirectory } from "../ledger/lock-directory.ts";
import { createEffects } from "./create-effects.ts";
import type { createMirrors } from "./create-mirrors.ts";
import type { Ground } from "./open-ground.ts";

/** Runs that were interrupted may take so long to write where they are, in milliseconds. */
const interruptedMs = 8_000;

/**
 * The role `runner`: takes runs from the queue until it is closed. Throws when another process works in the same
 * data directory: each would take the other's workspaces for a dead one's. Closing takes no further runs, lets those in
 * hand go on for the drain time, and gives back what is left: another runner goes on from their journals. The
 * workshop is put together when the first run comes; a try that fails (no sandbox) is made again with the next.
 */
export async function openRunner(
  ground: Ground,
  config: Config,
  mirrorOf: ReturnType<typeof createMirrors>,
  closers: (() => Promise<void>)[],
): Promise<void> {
  const { ledger, queue, log, screen } = ground;
  const drain = new AbortController();
  let workshop: Promise<Workshop> | undefined;
  const open = () => {
    workshop ??= createWorkshop({
      config: config.runner,
      ledger: ledger.workshop,
      effects: createEffects({ ...ledger, log, screen }, ledger),
      repository: async (run) => mirrorOf(run.repository),
      dataDirectory: config.dataDirectory,
      isServer: true,
      log,
    }).catch((cause) => {
      workshop = undefined;
      throw cause;
    });
    return workshop;
  };

  const { unlock } = lockDirectory(join(config.dataDirectory, "runner"));
  closers.push(async () => unlock());
  // A process of this directory that was killed left them, and its runs may be another machine's now.
  await rm(join(config.dataDirectory, "workspaces"), { recursive: true, force: true });

  await queue.work("run", config.runner.concurrency, async (runId) => {
    let ready: Workshop;
    try {
      ready = await open();
    } catch (cause) {
      log.error({ runId, err: cause }, "no workshop for the run");
      const reason = cause instanceof Error ? cause.message : "there is no workshop";
      await ledger.runs.move(runId, ["queued"], "failed", reason);
      return;
    }
    const end = await doRun(ready, runId, drain.signal);
    await queue.add({ kind: end === "given_back" ? "run" : "settle", runId });
  });

  closers.push(async () => {
    const opened = await workshop?.catch(() => undefined); // Whoever wanted to work in it was told.
    await opened?.sandbox.close?.();
  });
  closers.push(async () => {
    const idle = queue.pause();
    const isIdle = await resolvesWithin(config.drainSeconds * 1000, idle);
    if (isIdle) return;
    log.info({}, "runs in hand are given back: another runner goes on with them");
    drain.abort();
    await resolvesWithin(interruptedMs, idle);
  });
}

async function resolvesWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const overdue = wait(ms, false, { signal: over.signal }).catch(() => false); // Not waited for any more.
  const isIn = await Promise.race([promise.then(() => true), overdue]);
  over.abort();
  return isIn;
}
