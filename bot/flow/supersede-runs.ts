import type { Run } from "#agents-schema/run.ts";
import type { House } from "./house.ts";
import { withdrawApprovals } from "./withdraw-approvals.ts";

/** Ends runs that something newer replaces. One that is carrying out its effects is left to finish. */
export async function supersedeRuns(
  house: House,
  runs: readonly Run[],
  reason: string,
): Promise<void> {
  for (const run of runs) {
    const moved = await house.runs.move(
      run.id,
      ["queued", "preparing", "running", "awaiting_approval"],
      "superseded",
      reason,
    );
    if (moved) await withdrawApprovals(house, run.id, "superseded", reason);
  }
}
