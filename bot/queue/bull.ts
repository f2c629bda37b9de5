import type { JobsOptions, WorkerOptions } from "bullmq";

/** The part of BullMQ that we use, the same over every store. */
export interface Bull {
  openQueue(name: string): BullQueue;
  openWorker(
    name: string,
    handle: (job: BullJob) => Promise<void>,
    options: Omit<WorkerOptions, "connection">,
  ): BullWorker;
}

export interface BullQueue {
  /** Rejects when the store cannot be reached. */
  waitUntilReady(): Promise<unknown>;
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  /** Asks the store. */
  count(): Promise<number>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface BullJob {
  data: unknown;
  attemptsMade: number;
}

export interface BullWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Takes no further jobs, and waits for those in hand. */
  pause(): Promise<void>;
  close(force: boolean): Promise<void>;
}
