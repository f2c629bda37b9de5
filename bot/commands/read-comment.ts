import type { CommandKind, CommandReading } from "./command.ts";
import { readCommand } from "./read-command.ts";

/** Commands of a pull request's comments, in the order in which a typo is compared with them. */
const commentCommands: readonly CommandKind[] = [
  "run",
  "review",
  "ask",
  "approve",
  "reject",
  "stop",
  "status",
  "help",
];

/**
 * Reads a comment on a pull request. Undefined: it does not begin with the bot's name, so it is people
 * talking to each other. `mention` is that name, such as `@buster`.
 */
export function readComment(body: string, mention: string): CommandReading | undefined {
  const text = body.trimStart();
  if (!text.toLowerCase().startsWith(mention.toLowerCase())) return undefined;
  const rest = text.slice(mention.length);
  // `@busters` and `@buster-bot` are other people.
  if (/^[\w-]/.test(rest)) return undefined;
  return readCommand(rest.replace(/^[,:]/, ""), commentCommands);
}
