import type { CommandContext } from "./command-context.ts";

/** `buster start`: the bot and its worker in this process, until the signal aborts. */
export async function runStart({ terminal }: CommandContext): Promise<number> {
  terminal.err("start: this is not built yet");
  return 3;
}
