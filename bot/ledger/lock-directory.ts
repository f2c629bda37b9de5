import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Takes a directory for this process alone, until unlocked or dead. PGlite has no lock of its own, and
 * two processes in one directory lose each other's rows without an error. SQLite's exclusive lock is
 * the operating system's: it ends with the process, however that ends. Throws when somebody has it.
 */
export function lockDirectory(directory: string): { unlock(): void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const holder = join(directory, "holder");
  const lock = new DatabaseSync(join(directory, "lock"));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new Error(
      `${directory} is in use by another Buster (process ${readHolder(holder)}): stop it, or use another directory`,
      { cause },
    );
  }
  writeFileSync(holder, `${process.pid}\n`);
  return { unlock: () => lock.close() };
}

function isBusy(cause: unknown): boolean {
  const busy = 5;
  return cause instanceof Error && "errcode" in cause && cause.errcode === busy;
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    // It has the lock but has not written its name yet, or we may not read it. The refusal stands.
    return "unknown";
  }
}
