import { Worker } from "node:worker_threads";
import type { Log } from "../ports.ts";
import type { Beat, HeartOrder } from "./beat.ts";

/** A main thread that has not moved for so many beats is stuck: the process ends itself, others go on. */
const stuckMs = 120_000;
const tickMs = 1_000;

/** Keeps leases alive from a thread of its own. */
export interface Heart {
  keep(beat: Beat): void;
  letGo(runId: string): void;
  stop(): Promise<void>;
}

/**
 * Starts the thread at the first lease. It has a connection of its own, so neither a busy main thread nor an
 * exhausted pool costs a run its runner. What breaks is told and begun again; the main thread beats as well.
 */
export function createHeart(url: string, log: Log): Heart {
  const moved = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | undefined;
  let ticking: NodeJS.Timeout | undefined;

  const start = (): Worker => {
    const started = new Worker(new URL("./beat.ts", import.meta.url), {
      workerData: { url, moved, stuckMs },
    });
    started.unref();
    started.on("error", (cause) => log.warn({ err: cause }, "the heartbeat's thread broke"));
    started.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    ticking ??= setInterval(() => Atomics.add(moved, 0, 1), tickMs).unref();
    return started;
  };
  const send = (order: HeartOrder) => {
    worker ??= start();
    worker.postMessage(order);
  };

  return {
    keep: (beat) => send({ kind: "keep", beat }),
    letGo: (runId) => {
      if (worker !== undefined) send({ kind: "let_go", runId });
    },
    async stop() {
      clearInterval(ticking);
      const stopped = worker;
      worker = undefined;
      await stopped?.terminate();
    },
  };
}
