import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { isRunning } from "./is-running.ts";

/** Who started a container: this machine, this process, and when that began (process ids come again). */
export function containerOwner(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid) ?? ""}`;
}

/** Has the process that started a container ended? Only a process of this machine can be known to have. */
export function isOwnerGone(owner: string): boolean {
  const [machine, pid, start] = owner.split("/");
  if (machine !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  const startNow = startOf(Number(pid));
  if (startNow !== undefined) return startNow !== start;
  return !isRunning(Number(pid));
}

/** When a process began, in ticks since the machine did; undefined: no such process, or not Linux. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name, second and in brackets, may hold spaces.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
