import { WorldFailure, type WorldFailureCode } from "../ports.ts";

const codes: readonly string[] = [
  "sandbox-missing",
  "sandbox-died",
  "repository-unavailable",
  "warehouse-unavailable",
  "model-unavailable",
  "model-refused",
  "store-unavailable",
] satisfies WorldFailureCode[];

/**
 * The failure of the world that an error stands for; undefined for our own mistakes. The ledger is the
 * bot's and cannot know our class: its code counts.
 */
export function worldFailureOf(error: unknown): WorldFailure | undefined {
  if (error instanceof WorldFailure) return error;
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  if (typeof code !== "string" || !codes.includes(code)) return undefined;
  return new WorldFailure(code as WorldFailureCode, error.message, { cause: error });
}
