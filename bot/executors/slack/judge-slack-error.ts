import { z } from "zod";
import { PlatformFailure } from "#bot/ports.ts";
import { slackAdvice } from "./slack-advice.ts";

/** What calling twice would do: nothing new, or the same thing a second time. */
export type Repeating = "harmless" | "doubles";

/** The errors of @slack/web-api 8, as data. */
const Failure = z.discriminatedUnion("code", [
  z.object({
    code: z.literal("slack_webapi_platform_error"),
    data: z.object({
      error: z.string(),
      needed: z.string().optional(),
      response_metadata: z.object({ messages: z.array(z.string()).optional() }).optional(),
    }),
  }),
  z.object({ code: z.literal("slack_webapi_rate_limited_error"), retryAfter: z.number() }),
  z.object({ code: z.literal("slack_webapi_http_error"), statusCode: z.number() }),
  z.object({ code: z.literal("slack_webapi_request_error"), original: z.unknown() }),
]);

/** The connection was never made, so nothing has happened. */
const neverSent = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Slack's words for "something broke in here": it may have happened all the same. */
const brokeInside = ["internal_error", "fatal_error", "request_timeout"];

/** Seconds that Slack asks us to wait; undefined when it is about something else. */
export function retryAfterOf(cause: unknown): number | undefined {
  const failure = Failure.safeParse(cause).data;
  return failure?.code === "slack_webapi_rate_limited_error" ? failure.retryAfter : undefined;
}

/** What a failed call to Slack means: what may be tried, and what a person can do. */
export function judgeSlackError(
  cause: unknown,
  doing: string,
  repeating: Repeating,
): PlatformFailure {
  const unsure = repeating === "doubles" ? "ambiguous" : "retry";
  const fail = (code: PlatformFailure["code"], why: string) =>
    new PlatformFailure(code, `${doing}: ${why}`, { cause });
  const failure = Failure.safeParse(cause).data;

  switch (failure?.code) {
    case "slack_webapi_rate_limited_error":
      return fail("retry", `Slack asks to wait ${failure.retryAfter} s`);
    case "slack_webapi_http_error":
      if (failure.statusCode < 500) return fail("permanent", `HTTP ${failure.statusCode}`);
      return fail(unsure, `Slack is away (HTTP ${failure.statusCode})`);
    case "slack_webapi_request_error": {
      const isSent = !neverSent.includes(codeOf(failure.original) ?? "");
      return fail(isSent ? unsure : "retry", "Slack cannot be reached");
    }
    case "slack_webapi_platform_error": {
      const { error, needed, response_metadata } = failure.data;
      // A page of some proxy in place of Slack's answer.
      if (!/^[a-z_]{1,80}$/.test(error)) return fail(unsure, "the answer is not Slack's");
      if (brokeInside.includes(error)) return fail(unsure, `Slack broke down (${error})`);
      const advice = slackAdvice[error];
      const detail = [needed, ...(response_metadata?.messages ?? [])]
        .join(" ")
        .trim()
        .slice(0, 300);
      const said = detail === "" ? error : `${error} (${detail})`;
      return fail(
        advice?.code ?? "permanent",
        advice === undefined ? said : `${said}: ${advice.fix}`,
      );
    }
    case undefined:
      return fail(unsure, "no answer that could be read");
  }
}

/** The code at the bottom of an error's causes. */
function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code } = z.object({ code: z.string().optional() }).parse(cause);
  return codeOf(cause.cause) ?? code;
}
