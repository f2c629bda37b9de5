import type { Terminal } from "./terminal.ts";

/** `buster doctor`: what works here and what is missing. */
export async function runDoctor(
  _options: { repo: string; json: boolean },
  terminal: Terminal,
  _context: { cwd: string; signal: AbortSignal },
): Promise<number> {
  terminal.err("doctor: this is not built yet");
  return 3;
}
