import type { ConfigMistake } from "../config.ts";
import type { Terminal } from "./terminal.ts";

/** Names every wrong or missing variable; answers the exit code: something needed is missing. */
export function tellConfigMistakes(mistakes: readonly ConfigMistake[], terminal: Terminal): number {
  for (const { variable, message } of mistakes) terminal.err(`${variable}: ${message}`);
  return 3;
}
