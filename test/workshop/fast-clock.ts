import type { Clock } from "#runner/ports.ts";

/** A clock on which everything takes `speed` times less: waiting and what is measured agree. */
export function createFastClock(speed: number): Clock {
  const began = Date.now();
  return {
    now: () => new Date(began + (Date.now() - began) * speed),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const end = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, ms / speed);
        signal?.addEventListener("abort", end, { once: true });
      }),
  };
}
