import { accessSync, constants, readFileSync, readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { Ready, Settings } from "./protocol.ts";

/** What the hands see around them, for the host to judge. */
export function lookAround({ workspace }: Settings): Ready {
  const status = tryReading(() => readFileSync("/proc/self/status", "utf8")) ?? "";
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1];
  return {
    ready: true,
    uid: process.getuid?.() ?? -1,
    capabilities: field("CapBnd") ?? null,
    noNewPrivileges: field("NoNewPrivs") === "1",
    seccomp: field("Seccomp") === "2",
    interfaces: Object.keys(networkInterfaces()),
    pidNamespace: tryReading(() => readlinkSync("/proc/self/ns/pid")) ?? null,
    environment: Object.keys(process.env),
    writable: tryReading(() => isWritable(workspace)) ?? false,
  };
}

function isWritable(path: string): true {
  accessSync(path, constants.W_OK);
  return true;
}

/** undefined: not on this system, or not for us. */
function tryReading<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
