/**
 * Errors after which nothing has happened: serialisation, deadlock, too many connections, a server that starts,
 * and one that was told to stop, which ends a session between statements or rolls the present one back.
 */
const undone = new Set(["40001", "40P01", "53300", "57P01", "57P03"]);
/** A connection that was never made. */
const neverMade = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
]);
/** Connections that broke: what was under way may have been done. */
const broken = new Set(["57P02", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);
/** The driver's own words, which have no code. */
const brokenWords =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired)/;

/**
 * What an error of a database means for trying again. `undone`: nothing has happened. `unsure`: the connection
 * broke, so it may have happened. `lasting`: trying again is no use soon.
 */
export function judgeDatabaseError(cause: unknown): "undone" | "unsure" | "lasting" {
  if (!(cause instanceof Error)) return "lasting";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (undone.has(code) || neverMade.has(code)) return "undone";
  if (broken.has(code) || code.startsWith("08") || brokenWords.test(cause.message)) return "unsure";
  // A connection that is tried at several addresses fails with all their errors.
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  return inner === undefined ? "lasting" : judgeDatabaseError(inner);
}
