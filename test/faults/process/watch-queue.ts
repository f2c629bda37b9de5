import type { Moment } from "./moment.ts";

/** Watches what is put in the queue, whichever store it is in. */
export async function watchQueue(
  moment: Extract<Moment, { on: "queue" }>,
  reached: () => void,
): Promise<void> {
  const { Queue } = await import("bullmq");
  const usual = Queue.prototype.add;
  Queue.prototype.add = async function watched(this: unknown, ...args) {
    const isIt = args[0].includes(moment.words);
    if (isIt && moment.when === "before") reached();
    const job = await Reflect.apply(usual, this, args);
    if (isIt && moment.when === "after") reached();
    return job;
  };
}
