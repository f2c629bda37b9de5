import { readlinkSync } from "node:fs";
import type { Ready } from "./hands/protocol.ts";

/**
 * What is wrong with a sandbox that runs programs, if anything is. Options of a driver are wishes; this is
 * what came of them. What cannot be seen counts as wrong.
 */
export function judgeReady(ready: Ready): string | undefined {
  if (ready.uid === 0) return "it runs as root";
  if (ready.capabilities === null || /[^0]/.test(ready.capabilities)) {
    return "it could get capabilities";
  }
  if (!ready.noNewPrivileges) return "a program in it could gain privileges";
  const outside = ready.interfaces.filter((name) => name !== "lo");
  if (outside.length > 0) return `it has a network: ${outside.join(", ")}`;
  if (ready.pidNamespace === null || ready.pidNamespace === ownPidNamespace()) {
    return "it sees the processes of this machine";
  }
  if (!ready.writable) return `user ${ready.uid} may not write to the workspace`;
  return undefined;
}

/** undefined: not Linux, so the sandbox's cannot be the same. */
function ownPidNamespace(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined;
  }
}
