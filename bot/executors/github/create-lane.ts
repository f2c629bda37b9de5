import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Clock, Lanes, Log } from "../../ports.ts";
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

/** A write is over by then, in milliseconds: its call is given up before. */
const writeWithinMs = 45_000;
/** Longest wait before asking again whether it is our turn, in milliseconds. */
const lookAgainMs = 500;

/** How the writes of all processes through one installation are kept apart. */
export interface Turns {
  lanes: Lanes;
  /** The lane's name. */
  name: string;
  /** Between the end of one write and the beginning of the next, in milliseconds. */
  gapMs: number;
}

/**
 * Calls of one installation: writes one after the other, as GitHub asks, and none at all while a rate limit
 * lasts: going on would make it last longer. Failures come out as PlatformFailure. It never waits for a limit
 * to end: whoever asked may have better things to do, and is told `retry`.
 */
export function createLane(clock: Clock, log: Log, turns?: Turns): Lane {
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
        await turns?.lanes.pause(turns.name, pauseMs);
      }
      throw failure;
    }
  };

  return (call, work) => {
    if (!call.isWrite) return attempt(call, work);
    const write = lastWrite.then(() => inTurn(turns, call, () => attempt(call, work)));
    lastWrite = write.catch(() => undefined);
    return write;
  };
}

/** One write at a time through an installation, whichever process makes it, with a rest in between. */
async function inTurn<Result>(
  turns: Turns | undefined,
  call: Call,
  work: () => Promise<Result>,
): Promise<Result> {
  if (turns === undefined) return work();
  const { lanes, name, gapMs } = turns;
  for (;;) {
    const answer = await lanes.enter(name, writeWithinMs);
    if (answer.kind === "entered") break;
    if (answer.kind === "paused") {
      const seconds = Math.ceil(answer.ms / 1000);
      throw new PlatformFailure("retry", `${call.doing}: GitHub asks to wait ${seconds} s`);
    }
    await wait(Math.min(answer.ms, lookAgainMs));
  }
  try {
    return await work();
  } finally {
    await lanes.leave(name, gapMs);
  }
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
