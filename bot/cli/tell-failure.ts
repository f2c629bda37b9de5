import type { Terminal } from "./terminal.ts";

/** Failures of the world: something that is needed is not there, or does not answer. */
const missing = new Set([
  "store-unavailable",
  "sandbox-missing",
  "sandbox-died",
  "repository-unavailable",
  "warehouse-unavailable",
  "model-unavailable",
  "EACCES",
  "ECONNREFUSED",
  "EADDRINUSE",
  "ENOTFOUND",
  "ENOSPC",
]);

/** Says in one sentence what went wrong, with the stack only when asked for. Answers the exit code: 3 or 1. */
export function tellFailure(
  cause: unknown,
  { terminal, isDebug }: { terminal: Terminal; isDebug: boolean },
): 1 | 3 {
  terminal.err(`buster: ${sentenceOf(cause)}`);
  if (isDebug) terminal.err(cause instanceof Error ? (cause.stack ?? "") : String(cause));
  if (isDebug && cause instanceof Error && cause.cause instanceof Error) {
    terminal.err(`caused by ${cause.cause.stack ?? cause.cause.message}`);
  }
  if (!isDebug) terminal.err("`--debug` shows where it happened");
  return cause instanceof Error && "code" in cause && missing.has(String(cause.code)) ? 3 : 1;
}

/** The message, with the one of what caused it, on one line. */
function sentenceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return oneLine(String(cause));
  const why = cause.cause instanceof Error ? cause.cause.message : "";
  const said = cause.message === "" ? cause.name : cause.message;
  return oneLine(why === "" || said.includes(why) ? said : `${said}: ${why}`);
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ").trim();
}
