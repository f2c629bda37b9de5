import type { RunState } from "#agents-schema/run.ts";

/** A run's state in the words that people see. */
export const stateWords: Record<RunState, string> = {
  queued: "Queued",
  preparing: "Getting ready",
  running: "Working",
  awaiting_approval: "Waiting for approval",
  applying: "Applying",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Stopped",
  timed_out: "Out of time",
  superseded: "Replaced by a newer run",
  skipped: "Skipped",
};
