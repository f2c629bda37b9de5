import type { CommandContext } from "./command-context.ts";

/** `buster doctor`: what works here and what is missing. */
export async function runDoctor(
  _options: { repo: string; json: boolean },
  { terminal }: CommandContext,
): Promise<number> {
  terminal.err("doctor: this is not built yet");
  return 3;
}
