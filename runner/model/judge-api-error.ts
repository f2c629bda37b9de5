/** What to do about an answer that did not come. `reason` is what the API said, for a person. */
export type ErrorVerdict =
  | { kind: "retry"; reason: string; afterMs: number | undefined }
  | { kind: "give_up"; reason: string };

/** Statuses that pass: timeout, conflict, rate limit, and the server's own trouble (529: overloaded). */
const passing = new Set([408, 409, 429, 500, 502, 503, 504, 529]);
/** An error inside a stream that began with 200 has a type, but no status. */
const passingTypes = new Set([
  "overloaded_error",
  "api_error",
  "rate_limit_error",
  "timeout_error",
]);

/** Sorts what the SDK threw. What has neither a status nor a type is a broken connection: it passes. */
export function judgeApiError(error: unknown): ErrorVerdict {
  const { status, headers, message, type } = read(error);
  const reason = [status, type, message].filter((part) => part !== undefined).join(" ");
  if (/spend[ _]limit|credit balance/i.test(reason)) {
    return {
      kind: "give_up",
      reason: `the spending limit of the model's account is reached: ${reason}`,
    };
  }
  if (status === undefined) {
    if (type !== undefined && !passingTypes.has(type)) return { kind: "give_up", reason };
    return { kind: "retry", reason, afterMs: undefined };
  }
  if (!passing.has(status)) return { kind: "give_up", reason };
  return { kind: "retry", reason, afterMs: retryAfter(headers) };
}

function read(error: unknown): {
  status: number | undefined;
  headers: Headers | undefined;
  message: string;
  type: string | undefined;
} {
  const members: Record<string, unknown> =
    typeof error === "object" && error !== null ? { ...error } : {};
  return {
    status: typeof members.status === "number" ? members.status : undefined,
    headers: members.headers instanceof Headers ? members.headers : undefined,
    message: error instanceof Error ? error.message.slice(0, 300) : String(error),
    type: typeof members.type === "string" ? members.type : undefined,
  };
}

/** `retry-after-ms`, or `retry-after` in seconds. A date is not sent by this API. */
function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (ms > 0) return ms;
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}
