import { pino } from "pino";
import type { Log } from "../ports.ts";

/** Lines of JSON on standard error. What authorises is cut out wherever a vendor's error carries it along. */
export function createLog(level: string): Log {
  const secret = [
    "headers.authorization",
    "request.headers.authorization",
    "request.headers.Authorization",
    "config.headers.Authorization",
    "token",
  ];
  return pino(
    {
      level,
      redact: [...secret, ...secret.map((path) => `err.${path}`)],
      serializers: { err: briefError },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Vendors hang requests and answers on their errors; a log needs what was being done and why it was not. */
function briefError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = "code" in error ? { code: error.code } : {};
  return {
    type: name,
    message,
    ...code,
    stack,
    ...(cause === undefined ? {} : { cause: briefError(cause) }),
  };
}
