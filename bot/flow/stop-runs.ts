import { type Actor, actorName } from "#agents-schema/actor.ts";
import type { Run } from "#agents-schema/run.ts";
import type { House } from "./house.ts";
import { withdrawApprovals } from "./withdraw-approvals.ts";

/**
 * Stops runs. What a runner is working on is asked to stop (its heartbeat hears it within seconds);
 * what waits ends at once; what is being carried out is never interrupted. Answers what was stopped.
 * `login` is the GitHub login of `by`, where it is known.
 */
export async function stopRuns(
  house: Pick<House, "runs" | "approvals" | "outbox">,
  runs: readonly Run[],
  by: Actor,
  login?: string,
): Promise<Run[]> {
  const stopped: Run[] = [];
  const reason = `stopped by ${actorName(by, login)}`;
  for (const run of runs) {
    await house.runs.requestStop(run.id, by);
    const moved = await house.runs.move(
      run.id,
      ["queued", "preparing", "running", "awaiting_approval"],
      "cancelled",
      reason,
    );
    if (!moved) continue;
    await withdrawApprovals(house, run.id, "dismissed", reason, by);
    stopped.push(run);
  }
  return stopped;
}
