import { Worker } from "node:worker_threads";
import type { Asked, Given } from "./protocol.ts";
import { Refusal } from "./refusal.ts";

/** Heap of the searches, in MiB. */
const maxHeapMib = 256;

/**
 * Searches one after the other, in a thread that is kept for the next one. Each rejects with Refusal when the
 * pattern is none, or when its time is up: then the thread is ended, for nothing else stops an expression.
 */
export function createSearch(
  root: string,
  timeoutMs: number,
): (asked: Asked["grep"]) => Promise<Given["grep"]> {
  let kept: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const worker = new Worker(new URL("./search-worker.ts", import.meta.url), {
      workerData: root,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMib },
    });
    worker.once("exit", () => {
      if (kept === worker) kept = undefined;
    });
    return worker;
  }

  async function searchNow(asked: Asked["grep"]): Promise<Given["grep"]> {
    kept ??= start();
    const worker = kept;
    const done = Promise.withResolvers<Given["grep"]>();
    const brokeOff = () =>
      done.reject(new Refusal("the search broke off: it takes too much memory"));
    const overdue = setTimeout(() => {
      const seconds = timeoutMs / 1000;
      done.reject(
        new Refusal(`the search took longer than ${seconds} s; use a simpler pattern or a glob`),
      );
      kept = undefined;
      worker.terminate();
    }, timeoutMs);
    worker.once("message", (answer) => {
      if (answer.ok) done.resolve(answer.value);
      else done.reject(new Refusal(answer.reason));
    });
    worker.once("error", brokeOff);
    worker.once("exit", brokeOff);
    worker.postMessage(asked);
    return done.promise.finally(() => {
      clearTimeout(overdue);
      worker.removeAllListeners("message");
      worker.off("exit", brokeOff);
    });
  }

  return (asked) => {
    const result = last.then(() => searchNow(asked));
    last = result.catch(() => undefined);
    return result;
  };
}
