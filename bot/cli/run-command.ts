import type { CommandContext } from "./command-context.ts";
import type { RunRequest } from "./run-request.ts";

/** `buster run`: one agent on a local repository; approvals are asked in the terminal. */
export async function runAgent(
  _request: RunRequest,
  { terminal }: CommandContext,
): Promise<number> {
  terminal.err("run: this is not built yet");
  return 3;
}
