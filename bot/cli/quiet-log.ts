import type { Log } from "#runner/ports.ts";
import { plain } from "./plain.ts";
import type { Terminal } from "./terminal.ts";

/** A log for a command at a terminal: only what somebody should act on. */
export function quietLog(terminal: Terminal): Log {
  const say = (fields: object, message: string) => {
    const cause = "err" in fields && fields.err instanceof Error ? `: ${fields.err.message}` : "";
    terminal.err(plain(`${message}${cause}`));
  };
  return { debug: () => undefined, info: () => undefined, warn: say, error: say };
}
