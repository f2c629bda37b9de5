import type { Clock } from "../ports.ts";

/** A time in which nobody asks: what the API told one run holds for all that use its key. */
export interface Pause {
  /** Begins one of so many milliseconds, or makes the present one longer. */
  begin(ms: number): void;
  /** Ends with the pause, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
}

export function createPause(clock: Clock): Pause {
  let until = 0;
  return {
    begin(ms) {
      until = Math.max(until, clock.now().getTime() + ms);
    },
    async wait(signal) {
      for (;;) {
        const left = until - clock.now().getTime();
        if (left <= 0 || signal.aborted) return;
        await clock.sleep(left, signal);
      }
    },
  };
}
