import type { EventEmitter } from "node:events";

/** What a shell reports for a program that Ctrl-C ended. */
export const interrupted = 130;

/** Aborts at the first Ctrl-C or SIGTERM; at the second one the process ends at once. */
export function listenForStop(
  process: Pick<EventEmitter, "on">,
  exit: (code: number) => void,
): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.on(name, () => {
      // Whoever asks twice does not want to wait.
      if (stop.signal.aborted) exit(interrupted);
      else stop.abort();
    });
  }
  return stop.signal;
}
