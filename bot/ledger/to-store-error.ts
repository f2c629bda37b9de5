import { StoreUnavailable } from "../ports.ts";

/**
 * SQLSTATE classes by which a database says that it understood us and that we are wrong: cardinality,
 * data, constraints, syntax and names, our own `raise`. Everything else is the database's trouble.
 */
const ourMistakes = ["21", "22", "23", "42", "P0"];

/** What an error of a database driver means for the ledger. */
export function toStoreError(doing: string, cause: unknown): Error {
  const because = cause instanceof Error ? cause.message || cause.name : String(cause);
  const message = `${doing}: ${because}`;
  if (ourMistakes.includes(sqlState(cause).slice(0, 2))) return new Error(message, { cause });
  return new StoreUnavailable(message, { cause });
}

/** Five characters; errors of the connection have Node's codes instead, or none. */
function sqlState(cause: unknown): string {
  if (!(cause instanceof Error) || !("code" in cause)) return "";
  return typeof cause.code === "string" && /^[0-9A-Z]{5}$/.test(cause.code) ? cause.code : "";
}
