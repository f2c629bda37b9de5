import type { Effect } from "#agents-schema/effect.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { effectDigest } from "../gate/effect-digest.ts";
import { judgeEffect } from "../gate/judge-effect.ts";
import { tameEffect } from "../gate/tame-effect.ts";
import type { House } from "./house.ts";

const live = new Set([
  "proposed",
  "awaiting_approval",
  "approved",
  "sending",
  "ambiguous",
  "confirmed",
]);

/**
 * Judges what a run proposed and puts it in the outbox. Nothing is carried out here. The id is made
 * from the run and the sequence number, so that a resumed run proposes the same effect once.
 */
export async function submitEffect(
  { runs, outbox, log }: Pick<House, "runs" | "outbox" | "log">,
  proposal: { runId: string; seq: number; effect: Effect },
): Promise<{ id: string; verdict: Verdict }> {
  const { runId, seq } = proposal;
  const effect = tameEffect(proposal.effect);
  const id = `${runId}-e${seq}`;
  const earlier = await outbox.ofRun(runId);
  const known = earlier.find((stored) => stored.id === id);
  if (known !== undefined) return { id, verdict: known.verdict };

  const run = await runs.load(runId);
  if (run === undefined) throw new Error(`an effect was proposed for the unknown run ${runId}`);
  const sameKind = earlier.filter(
    (stored) => stored.effect.kind === effect.kind && live.has(stored.state),
  );
  const verdict = judgeEffect(run, effect, sameKind.length);
  await outbox.propose({
    id,
    runId,
    seq,
    effect,
    verdict,
    state: "proposed",
    digest: effectDigest(run, effect),
    receipt: null,
    reason: null,
  });
  if (verdict.kind === "deny") {
    await outbox.move(id, "proposed", "refused", { reason: verdict.reason });
  }
  log.info(
    { runId, effectId: id, effectKind: effect.kind, verdict: verdict.kind },
    "effect proposed",
  );
  return { id, verdict };
}
