import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "./refusal.ts";
import { searchFiles } from "./search-files.ts";

/*
 * Searches in a thread of its own: a regular expression that runs away can only be stopped from outside.
 */

const root: string = workerData;
parentPort?.on("message", (asked) => {
  try {
    parentPort?.postMessage({ ok: true, value: searchFiles(root, asked) });
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    parentPort?.postMessage({ ok: false, reason: cause.message });
  }
});
