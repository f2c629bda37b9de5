import type { Terminal } from "./terminal.ts";

/** What every command is given by the process that it runs in. */
export interface CommandContext {
  terminal: Terminal;
  /** Absolute; what relative paths are relative to. */
  cwd: string;
  /** For `readConfig`; commands look at nothing in it themselves. */
  env: Readonly<Record<string, string | undefined>>;
  /** Aborts at the first Ctrl-C or SIGTERM: finish or undo what is under way, then return. */
  signal: AbortSignal;
}
