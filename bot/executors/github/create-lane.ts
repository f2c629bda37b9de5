import { z } from "zod";
import type { Clock, Log } from "../../ports.ts";
import { PlatformFailure } from "../../ports.ts";
import { toPlatformFailure } from "./to-platform-failure.ts";

export interface Call {
  /** What is being done, for the message of a failure. */
  doing: string;
  isWrite: boolean;
}

/** One installation's way to GitHub. */
export type Lane = <Result>(call: Call, work: () => Promise<Result>) => Promise<Result>;

/** How long a secondary limit lasts when GitHub does not say, in milliseconds. */
const defaultPauseMs = 60_000;

const Limited = z.object({
  response: z.object({
    headers: z.object({
      "retry-after": z.coerce.number().optional(),
      "x-ratelimit-remaining": z.string().optional(),
      "x-ratelimit-reset": z.coerce.number().optional(),
    }),
  }),
});

/**
 * Calls of one installation: writes one after the other, as GitHub asks, and none at all while a rate limit
 * lasts: going on would make it last longer. Failures come out as PlatformFailure. It never waits for a limit
 * to end: whoever asked may have better things to do, and is told `retry`.
 */
export function createLane(clock: Clock, log: Log): Lane {
  let lastWrite: Promise<unknown> = Promise.resolve();
  let pausedUntil = 0;

  const attempt = async <Result>(call: Call, work: () => Promise<Result>): Promise<Result> => {
    const now = clock.now().getTime();
    if (now < pausedUntil) {
      const seconds = Math.ceil((pausedUntil - now) / 1000);
      throw new PlatformFailure("retry", `${call.doing}: GitHub asks to wait ${seconds} s`);
    }
    try {
      return await work();
    } catch (cause) {
      const failure = toPlatformFailure(cause, call);
      const pauseMs = failure.code === "retry" ? pauseOf(cause, clock) : undefined;
      if (pauseMs !== undefined) {
        pausedUntil = Math.max(pausedUntil, clock.now().getTime() + pauseMs);
        log.warn({ doing: call.doing, pauseMs }, "rate limit of GitHub reached");
      }
      throw failure;
    }
  };

  return (call, work) => {
    if (!call.isWrite) return attempt(call, work);
    const write = lastWrite.then(() => attempt(call, work));
    lastWrite = write.catch(() => undefined);
    return write;
  };
}

/** For how long a limit asks us to keep away; undefined when it was no limit. */
function pauseOf(cause: unknown, clock: Clock): number | undefined {
  const parsed = Limited.safeParse(cause);
  if (!parsed.success) return undefined;
  const { status } = z.object({ status: z.number() }).parse(cause);
  if (status !== 403 && status !== 429) return undefined;

  const headers = parsed.data.response.headers;
  const after = headers["retry-after"];
  if (after !== undefined && Number.isFinite(after)) return after * 1000;
  const reset = headers["x-ratelimit-reset"];
  if (headers["x-ratelimit-remaining"] === "0" && reset !== undefined) {
    return Math.max(1000, reset * 1000 - clock.now().getTime());
  }
  return defaultPauseMs;
}
