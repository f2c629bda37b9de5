import type { Effect } from "#agents-schema/effect.ts";
import { conceal } from "#agents-schema/secrets/conceal.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { effectDigest } from "../gate/effect-digest.ts";
import { judgeEffect } from "../gate/judge-effect.ts";
import { type ScanResult, scanEffect } from "../gate/scan-effect.ts";
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
  house: Pick<House, "runs" | "outbox" | "log" | "screen">,
  proposal: { runId: string; seq: number; effect: Effect },
): Promise<{ id: string; verdict: Verdict }> {
  const { runs, outbox, log } = house;
  const { runId, seq } = proposal;
  const tame = tameEffect(proposal.effect);
  const id = `${runId}-e${seq}`;
  const earlier = await outbox.ofRun(runId);
  const known = earlier.find((stored) => stored.id === id);
  if (known !== undefined) return { id, verdict: known.verdict };

  const run = await runs.load(runId);
  if (run === undefined) throw new Error(`an effect was proposed for the unknown run ${runId}`);
  const sameKind = earlier.filter(
    (stored) => stored.effect.kind === tame.kind && live.has(stored.state),
  );
  const { effect, scanned } = scan(house, tame, run.agent.restrictions.sql.maxRowsReturned);
  const verdict = together(judgeEffect(run, effect, sameKind.length), scanned);
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

/** What the scan says, and what may be kept of the effect. A scan that cannot be made says no. */
function scan(
  { screen, log }: Pick<House, "screen" | "log">,
  effect: Effect,
  maxRows: number,
): { effect: Effect; scanned: ScanResult } {
  try {
    const scanned = scanEffect(effect, screen.scan, maxRows);
    if (scanned.kind !== "block") return { effect, scanned };
    return { effect: conceal(effect, screen.scan.find).value, scanned };
  } catch (cause) {
    log.error({ err: cause, effectKind: effect.kind }, "an effect could not be scanned");
    const reason = "it could not be searched for credentials";
    const kept: Effect = { kind: "comment", body: "(what could not be searched is not kept)" };
    return { effect: kept, scanned: { kind: "block", code: "GATE_ERROR", reason } };
  }
}

/** The stricter of the two. */
function together(verdict: Verdict, scanned: ScanResult): Verdict {
  if (scanned.kind === "block") {
    return { kind: "deny", reason: scanned.reason, code: scanned.code };
  }
  if (scanned.kind === "pass" || verdict.kind === "deny") return verdict;
  const reasons = verdict.kind === "ask" ? [verdict.reason, scanned.reason] : [scanned.reason];
  return { kind: "ask", reason: reasons.join("; "), code: scanned.code };
}
