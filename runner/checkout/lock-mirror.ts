import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";

const pollMs = 50;

/**
 * Does the work while nobody else does theirs on this directory, in this process or another. The lock is
 * SQLite's, so the operating system's: it ends with the process, however that ends. Rejects when the
 * others take longer than `patienceMs`.
 */
export async function lockMirror<Value>(
  directory: string,
  patienceMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const end = Date.now() + patienceMs;
  let lock = take(directory);
  while (lock === undefined) {
    if (Date.now() > end) throw new Error("another process has been fetching for too long");
    await setTimeout(pollMs);
    lock = take(directory);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function take(directory: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(directory, "lock"));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
    return lock;
  } catch (cause) {
    lock.close();
    const busy = 5;
    if (cause instanceof Error && "errcode" in cause && cause.errcode === busy) return undefined;
    throw cause;
  }
}
