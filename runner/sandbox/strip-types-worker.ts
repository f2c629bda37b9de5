import { stripTypeScriptTypes } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

/*
 * TypeScript in, JavaScript of the same lines out. In a thread, for Node warns on standard error that this
 * function may still change, and a person at a terminal can do nothing about that.
 */

const sources: ReadonlyMap<string, string> = workerData;
parentPort?.postMessage(
  new Map([...sources].map(([name, source]) => [name, stripTypeScriptTypes(source)])),
);
