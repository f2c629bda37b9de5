import type { Log } from "../ports.ts";

/** After a failure the next round comes no sooner, in milliseconds. */
const afterFailureMs = 2_000;

export interface Repeated {
  /** A round as soon as the present one is done. */
  nudge(): void;
  /** Waits for the round under way; no other begins. */
  stop(): Promise<void>;
}

/**
 * Does a round of work again and again, `everyMs` after the last one ended, or sooner when nudged; never
 * two at once. A round that fails is logged, and the next one tries again.
 */
export function repeat(
  what: string,
  everyMs: number,
  round: () => Promise<void>,
  log: Log,
): Repeated {
  let wake = Promise.withResolvers<void>();
  let isStopped = false;

  const loop = async () => {
    while (!isStopped) {
      wake = Promise.withResolvers<void>();
      let pauseMs = everyMs;
      try {
        await round();
      } catch (cause) {
        pauseMs = Math.max(everyMs, afterFailureMs);
        log.error({ what, err: cause }, "round of work failed");
      }
      if (isStopped) return;
      const timer = setTimeout(wake.resolve, pauseMs);
      await wake.promise;
      clearTimeout(timer);
    }
  };
  const done = loop();

  return {
    nudge: () => wake.resolve(),
    stop: async () => {
      isStopped = true;
      wake.resolve();
      await done;
    },
  };
}
