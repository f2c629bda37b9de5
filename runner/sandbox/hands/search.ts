import { Worker } from "node:worker_threads";
import type { Asked, Given } from "./protocol.ts";
import { Refusal } from "./refusal.ts";

/** Heap of one search, in MiB. */
const maxHeapMib = 256;

/** Searches within a time. Rejects with Refusal when it is up, or when the pattern is none. */
export function search(
  root: string,
  asked: Asked["grep"],
  timeoutMs: number,
): Promise<Given["grep"]> {
  const worker = new Worker(new URL("./search-worker.ts", import.meta.url), {
    workerData: { root, asked },
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMib },
  });
  return new Promise<Given["grep"]>((resolve, reject) => {
    const overdue = setTimeout(() => {
      reject(
        new Refusal(
          `the search took longer than ${timeoutMs / 1000} s; use a simpler pattern, or fewer files`,
        ),
      );
    }, timeoutMs);
    worker.once("message", (answer) => {
      if (answer.ok) resolve(answer.value);
      else reject(new Refusal(answer.reason));
    });
    worker.once("error", (cause) => reject(new Refusal(`the search broke off: ${cause.message}`)));
    worker.once("exit", () => {
      clearTimeout(overdue);
      reject(new Refusal("the search broke off"));
    });
  }).finally(() => worker.terminate());
}
