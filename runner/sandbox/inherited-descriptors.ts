import { readdirSync, readFileSync } from "node:fs";

/** O_CLOEXEC, as /proc shows it. */
const closedOnExec = 0o2000000;

/**
 * Descriptors of this process that each of its children would get as well. Node marks its own to be closed;
 * those that whoever started us left open it marks only up to the first gap. None where /proc does not say.
 */
export function inheritedDescriptors(): number[] {
  return readDirectory("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd > 2 && !isClosedOnExec(fd));
}

function isClosedOnExec(fd: number): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${fd}`, "latin1");
    const flags = /^flags:\s+(\d+)/m.exec(info)?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & closedOnExec) !== 0;
  } catch {
    // It was the one by which the directory was read.
    return true;
  }
}

function readDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Not Linux.
    return [];
  }
}
