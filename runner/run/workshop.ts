import type { Clock, Effects, Ledger, Log, Sandbox, Supplies } from "../ports.ts";

/** Everything that a run may ask of the world, passed in from the roof. */
export interface Workshop {
  ledger: Ledger;
  effects: Effects;
  supplies: Supplies;
  sandbox: Sandbox;
  clock: Clock;
  log: Log;
  /** Directories that runs work in. `create` gives an empty one; what an earlier try left is gone. */
  scratch: { create(runId: string): Promise<string>; remove(directory: string): Promise<void> };
  leaseMs: number;
}
