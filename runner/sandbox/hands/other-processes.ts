import { readdirSync, readFileSync } from "node:fs";

/**
 * Processes of the sandbox besides its first one and the hands. Only where the sandbox has process ids of
 * its own: elsewhere this would be everybody's.
 */
export function otherProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== 1 && pid !== process.pid && isAlive(pid));
}

/** Memory that only they hold, in bytes: not what comes from files. Shared memory counts for each of them. */
export function memoryOf(pid: number): number {
  const status = readProc(pid, "status");
  const kib = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return (kib("RssAnon") + kib("RssShmem")) * 1024;
}

function isAlive(pid: number): boolean {
  const state = /\) (\S)/.exec(readProc(pid, "stat"))?.[1];
  return state !== undefined && !"ZX".includes(state);
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
