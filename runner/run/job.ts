import type { JournalRow } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Lease } from "../ports.ts";

/** One try at a run. */
export interface Job {
  lease: Lease;
  run: Run;
  /** The journal so far: a run that goes on remembers. */
  rows: readonly JournalRow[];
  startedAt: Date;
  signal: AbortSignal;
}
