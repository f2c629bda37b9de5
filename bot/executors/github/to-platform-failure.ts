import { z } from "zod";
import { PlatformFailure } from "../../ports.ts";

/** What Octokit throws for an answer of 400 and above, and without `response` when there was no answer. */
const HttpError = z.object({
  name: z.literal("HttpError"),
  status: z.number(),
  message: z.string(),
  request: z.object({ url: z.string() }),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
});

/** What Octokit throws for GraphQL, which answers 200 to everything. */
const GraphqlError = z.object({
  name: z.literal("GraphqlResponseError"),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .min(1),
});

const Coded = z.object({ code: z.string() });

/** Codes by which a connection says that it never came about, so nothing was sent. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

type Code = PlatformFailure["code"];

/** Types of GraphQL errors that are no final refusal. */
const graphqlCodes = new Map<string, Code>([
  ["STALE_DATA", "stale"],
  ["NOT_FOUND", "stale"],
  ["RATE_LIMITED", "retry"],
]);

/**
 * What a failed call means for whoever may try again. A write that was sent and not answered, or answered with
 * 5xx, may have happened; reads never do. The message says what was being done and what GitHub said.
 */
export function toPlatformFailure(
  cause: unknown,
  { doing, isWrite }: { doing: string; isWrite: boolean },
): PlatformFailure {
  if (cause instanceof PlatformFailure) return cause;
  const failure = (code: Code, because: string) =>
    new PlatformFailure(code, `${doing}: ${because}`, { cause });

  const http = HttpError.safeParse(cause);
  if (http.success) {
    // Without a token the call itself was never made.
    const isSent = isWrite && !/\/access_tokens$/.test(http.data.request.url);
    const said = saidOnOneLine(http.data.message);
    if (http.data.response === undefined) {
      const mayHaveHappened = isSent && !neverSent.has(connectionCode(cause));
      return failure(mayHaveHappened ? "ambiguous" : "retry", `no answer from GitHub, ${said}`);
    }
    const code = codeOfStatus(http.data, isSent);
    return failure(code, `GitHub answered ${http.data.status}, ${said}${hint(http.data.status)}`);
  }
  const graphql = GraphqlError.safeParse(cause);
  if (graphql.success) {
    const [first] = graphql.data.errors;
    const isVerdict = first?.type !== undefined || first?.extensions?.code !== undefined;
    // Without either, GitHub broke off in the middle: "Something went wrong while executing your query".
    const unknown = isWrite ? "ambiguous" : "retry";
    const code = graphqlCodes.get(first?.type ?? "") ?? (isVerdict ? "permanent" : unknown);
    return failure(code, `GitHub answered ${saidOnOneLine(first?.message ?? "an error")}`);
  }
  return failure("permanent", saidOnOneLine(cause instanceof Error ? cause.message : "no reason"));
}

function codeOfStatus(
  { status, message, response }: z.infer<typeof HttpError>,
  isSent: boolean,
): Code {
  const headers = response?.headers ?? {};
  const isLimit =
    status === 429 ||
    (status === 403 &&
      (headers["retry-after"] !== undefined ||
        headers["x-ratelimit-remaining"] === "0" ||
        /rate limit/i.test(message)));
  if (isLimit) return "retry";
  if (status >= 500) return isSent ? "ambiguous" : "retry";
  if (status === 404 || status === 409) return "stale";
  return "permanent";
}

function hint(status: number): string {
  if (status === 401) return ". Check the App's id, its private key and this machine's clock";
  if (status === 403) return ". `buster doctor` shows what the App may do";
  return "";
}

/** Undici puts the connection's error inside its own, and Octokit that inside another. */
function connectionCode(cause: unknown, depth = 0): string {
  if (!(cause instanceof Error) || depth > 4) return "";
  const own = Coded.safeParse(cause);
  return own.success ? own.data.code : connectionCode(cause.cause, depth + 1);
}

function saidOnOneLine(message: string): string {
  const line = message
    .replace(/ - https:\/\/docs\.github\.com\S*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line === "" ? "without a reason" : line.slice(0, 300);
}
