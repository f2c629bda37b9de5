import { leaseMs } from "#runner/main.ts";
import type { Effects } from "#runner/ports.ts";
import type { House } from "../flow/house.ts";
import { submitEffect } from "../flow/submit-effect.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";
import { StoreUnavailable } from "../ports.ts";

/**
 * The way from the workshop to the gate. Only who holds a run may propose for it: a worker that slept through
 * its lease gets StoreUnavailable, one whose run was stopped a refusal.
 */
export function createEffects(
  house: Pick<House, "runs" | "outbox" | "log" | "screen">,
  { workshop }: Pick<OpenLedger, "workshop">,
): Effects {
  return {
    async propose(lease, seq, effect) {
      const { runId } = lease;
      const hold = await workshop.heartbeat(lease, leaseMs);
      if (hold === "lost") {
        throw new StoreUnavailable(`proposing for run ${runId}: the run is somebody else's now`);
      }
      if (hold === "stop") {
        return { id: `${runId}-e${seq}`, verdict: { kind: "deny", reason: "the run was stopped" } };
      }
      return submitEffect(house, { runId, seq, effect });
    },
  };
}
