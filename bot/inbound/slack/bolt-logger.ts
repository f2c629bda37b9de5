import type { Logger, LogLevel } from "@slack/bolt";
import type { Log } from "#bot/ports.ts";

/** Bolt's warnings in our log. What it says below that holds payloads and is left out. */
export function boltLogger(log: Log, level: LogLevel): Logger {
  const warn = (...said: unknown[]) => log.warn({ said: said.map(String).join(" ") }, "bolt says");
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn,
    error: warn,
    setLevel: nothing,
    getLevel: () => level,
    setName: nothing,
  };
}
