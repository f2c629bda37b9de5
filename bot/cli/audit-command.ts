import type { Terminal } from "./terminal.ts";

/** `buster audit`: verifies a run's journal and tells what happened, in order. */
export async function runAudit(
  _run: string,
  _options: { json: boolean },
  terminal: Terminal,
): Promise<number> {
  terminal.err("audit: this is not built yet");
  return 3;
}
