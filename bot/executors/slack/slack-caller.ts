import { setTimeout as sleep } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import type { z } from "zod";
import { type Log, PlatformFailure, type Screen } from "#bot/ports.ts";
import { judgeSlackError, type Repeating, retryAfterOf } from "./judge-slack-error.ts";

/** Longest time for one call, in milliseconds. */
const callWithinMs = 15_000;
/** What one call may wait in all because Slack asks it to, in milliseconds. */
const waitWithinMs = 10_000;

export interface SlackOptions {
  botToken: string;
  /** undefined: Slack's own. */
  apiUrl?: string | undefined;
  log: Log;
  /** Everything that is sent passes it. */
  screen: Screen;
}

export interface SlackCall<Answer> {
  method: string;
  args: Record<string, unknown>;
  /** What is read of the answer. */
  answer: z.ZodType<Answer>;
  /** For the message of a failure. */
  doing: string;
  repeating: Repeating;
}

/** Calls a Web API method; rejects with PlatformFailure. */
export type CallSlack = <Answer>(call: SlackCall<Answer>) => Promise<Answer>;

/** The Web API behind one call that waits when Slack asks for it. The SDK is loaded at the first call. */
export function createSlackCaller(options: SlackOptions): CallSlack {
  let connecting: Promise<WebClient> | undefined;
  const pausedUntil = new Map<string, number>();

  return async ({ method, args, answer, doing, repeating }) => {
    connecting ??= connect(options);
    const client = await connecting;
    let leftMs = mayWait(method) ? waitWithinMs : 0;
    const lane = laneOf(method, args);
    const clean = options.screen.clean(args, doing);
    for (;;) {
      const pauseMs = (pausedUntil.get(lane) ?? 0) - Date.now();
      if (pauseMs > 0) {
        if (pauseMs > leftMs) {
          const seconds = Math.ceil(pauseMs / 1000);
          throw new PlatformFailure("retry", `${doing}: Slack asks to wait ${seconds} s`);
        }
        leftMs -= pauseMs;
        await sleep(pauseMs);
      }
      try {
        return answer.parse(await client.apiCall(method, clean));
      } catch (cause) {
        const after = retryAfterOf(cause);
        if (after === undefined) throw judgeSlackError(cause, doing, repeating);
        const waitMs = after * 1000;
        options.log.info({ method, waitMs }, "slack asks to wait");
        pausedUntil.set(lane, Date.now() + waitMs);
        if (waitMs > leftMs) throw judgeSlackError(cause, doing, repeating);
        // The wait itself counts above; a try costs a second at least, so that "wait 0 s" ends too.
        leftMs -= Math.max(0, 1000 - waitMs);
      }
    }
  };
}

/** What Slack limits on its own: a method, and posting to each channel. */
function laneOf(method: string, { channel }: Record<string, unknown>): string {
  return typeof channel === "string" ? `${method} ${channel}` : method;
}

/**
 * Results, questions and answers may wait. What only shows progress is told at once that it cannot be shown: it
 * does not stand in their way, and the next edit shows what is true then.
 */
function mayWait(method: string): boolean {
  return method !== "chat.update";
}

async function connect({ botToken, apiUrl }: SlackOptions): Promise<WebClient> {
  const { LogLevel, WebClient } = await import("@slack/web-api");
  const nothing = () => {};
  return new WebClient(botToken, {
    timeout: callWithinMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // What goes wrong comes back as an error; its debug lines would hold messages.
    logger: {
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: nothing,
      setLevel: nothing,
      getLevel: () => LogLevel.ERROR,
      setName: nothing,
    },
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
}
