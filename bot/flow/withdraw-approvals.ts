import type { Actor } from "#agents-schema/actor.ts";
import type { House } from "./house.ts";

/** What is withdrawn is only written down: no platform is asked. */
type Papers = Pick<House, "approvals" | "outbox">;

const system: Actor = { kind: "system", name: "buster" };

/** Ends what a run still waits for: its pending approvals and the effects behind them. */
export async function withdrawApprovals(
  house: Papers,
  runId: string,
  state: "superseded" | "expired" | "dismissed",
  reason: string,
  by: Actor = system,
): Promise<void> {
  for (const approval of await house.approvals.ofRun(runId)) {
    if (approval.state !== "pending") continue;
    await house.approvals.decide(approval.id, { state, by, reason });
  }
  await cancelEffects(house, runId, reason);
}

/** Cancels every effect of a run that has not been begun. */
export async function cancelEffects(house: Papers, runId: string, reason: string): Promise<void> {
  for (const effect of await house.outbox.ofRun(runId)) {
    if (
      effect.state === "proposed" ||
      effect.state === "awaiting_approval" ||
      effect.state === "approved"
    ) {
      await house.outbox.move(effect.id, effect.state, "cancelled", { reason });
    }
  }
}
