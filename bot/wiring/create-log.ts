import { pino } from "pino";
import { conceal } from "#agents-schema/secrets/conceal.ts";
import type { SecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import type { Log } from "../ports.ts";

/**
 * Lines of JSON on standard error, or where `write` puts them. What authorises is cut out wherever a vendor's error
 * carries it along, and so is every credential that `scan` finds.
 */
export function createLog(
  level: string,
  scan: Pick<SecretScan, "find">,
  write?: (line: string) => void,
): Log {
  const secret = [
    "headers.authorization",
    "request.headers.authorization",
    "request.headers.Authorization",
    "config.headers.Authorization",
    "token",
  ];
  const destination = write === undefined ? pino.destination({ dest: 2, sync: true }) : { write };
  return pino(
    {
      level,
      redact: [...secret, ...secret.map((path) => `err.${path}`)],
      serializers: { err: briefError },
    },
    {
      write: (line: string) => destination.write(cleanLine(line, scan)),
    },
  );
}

/** A line without credentials, still JSON. One that cannot be looked through is not written. */
function cleanLine(line: string, { find }: Pick<SecretScan, "find">): string {
  try {
    const { value, redactions } = conceal<unknown>(JSON.parse(line), find);
    return redactions === 0 ? line : `${JSON.stringify(value)}\n`;
  } catch {
    return `${JSON.stringify({ level: 50, time: Date.now(), msg: "a line that could not be searched for credentials" })}\n`;
  }
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
