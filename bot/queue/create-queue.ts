import { z } from "zod";
import { type Log, type Queue, StoreUnavailable } from "../ports.ts";
import type { BullJob, BullWorker } from "./bull.ts";
import { openBull } from "./open-bull.ts";
import type { QueueBackend } from "./queue-backend.ts";

const JobData = z.object({ runId: z.string() });

/**
 * A job that throws is tried 5 times, 1, 2, 4 and 8 s apart; after that the ledger's sweep brings the run
 * again. Added while it waits: nothing new. Added while it is worked on: worked on once more afterwards.
 */
const jobOptions = (runId: string) => ({
  attempts: 5,
  backoff: { type: "exponential", delay: 1_000 },
  deduplication: { id: runId, keepLastIfActive: true },
  removeOnComplete: true,
  removeOnFail: true,
});

export interface QueueTiming {
  /** How long `close` waits for jobs in hand, in milliseconds. */
  closeWithinMs: number;
  /** A job whose process has not been heard of for so long goes to another one, in milliseconds. */
  lockMs: number;
}

const usualTiming: QueueTiming = { closeWithinMs: 10_000, lockMs: 15_000 };

/**
 * Opens the queue. Rejects with StoreUnavailable when the store cannot be reached, and with an Error when
 * it must not be used as a queue.
 */
export async function createQueue(
  backend: QueueBackend,
  log: Log,
  { closeWithinMs, lockMs }: QueueTiming = usualTiming,
): Promise<Queue> {
  const bull = await openBull(backend);
  const queues = { run: bull.openQueue("buster-run"), settle: bull.openQueue("buster-settle") };
  for (const queue of Object.values(queues)) {
    queue.on("error", (cause) => log.warn({ err: cause }, "queue trouble"));
  }
  const closeQueues = () => Promise.all(Object.values(queues).map((queue) => queue.close()));
  try {
    for (const queue of Object.values(queues)) await queue.waitUntilReady();
  } catch (cause) {
    await closeQueues();
    throw new StoreUnavailable("opening the queue", { cause });
  }
  const workers: BullWorker[] = [];

  return {
    async add({ kind, runId }) {
      try {
        await queues[kind].add(kind, { runId }, jobOptions(runId));
      } catch (cause) {
        throw new StoreUnavailable(`queueing run ${runId} to ${kind}`, { cause });
      }
    },

    async work(kind, concurrency, handler) {
      const handle = async (job: BullJob) => {
        const { runId } = JobData.parse(job.data);
        try {
          await handler(runId);
        } catch (cause) {
          log.warn({ runId, kind, attempt: job.attemptsMade + 1, err: cause }, "job failed");
          throw cause;
        }
      };
      const worker = bull.openWorker(`buster-${kind}`, handle, {
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 3,
        // Processes that die are no fault of the run: the ledger says when it has had enough.
        maxStalledCount: 100,
      });
      worker.on("error", (cause) => log.warn({ kind, err: cause }, "queue trouble"));
      workers.push(worker);
    },

    async pause() {
      await Promise.all(workers.map((worker) => worker.pause()));
    },

    async isUp() {
      await queues.run.count();
      return true;
    },

    async close() {
      const idle = Promise.all(workers.map((worker) => worker.pause()));
      const isIdle = await resolvesWithin(closeWithinMs, idle);
      if (!isIdle) log.warn({}, "closing with jobs in hand; they will be done again");
      await Promise.all(workers.map((worker) => worker.close(!isIdle)));
      await closeQueues();
    },
  };
}

async function resolvesWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: overdue, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ms, false);
  try {
    return await Promise.race([promise.then(() => true), overdue]);
  } finally {
    clearTimeout(timer);
  }
}
