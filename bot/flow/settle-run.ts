import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { askForApproval } from "./ask-for-approval.ts";
import { carryOut } from "./carry-out.ts";
import { followDecision } from "./follow-decision.ts";
import type { House } from "./house.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

/**
 * Brings a run that has finished proposing to its end: asks where policy asks, then carries out in
 * order. Safe to call at any time and any number of times: every step is read from the ledger.
 */
export async function settleRun(house: House, runId: string): Promise<void> {
  const run = await house.runs.load(runId);
  if (run === undefined) return;
  if (run.state === "awaiting_approval") return waitForPerson(house, run);
  if (run.state !== "applying") return;

  for (const effect of await house.outbox.ofRun(runId)) {
    if (effect.state === "proposed" && effect.verdict.kind === "allow") {
      await house.outbox.move(effect.id, "proposed", "approved", {});
    }
  }
  await carryOutInOrder(house, run);
}

/** Asks, unless somebody has decided already and whoever should have followed it died. */
async function waitForPerson(house: House, run: Run): Promise<void> {
  const latest = (await house.approvals.ofRun(run.id)).at(-1);
  const effects = await house.outbox.ofRun(run.id);
  const isAbout = latest?.effectIds.some((id) =>
    effects.some((effect) => effect.id === id && effect.state === "awaiting_approval"),
  );
  const isLeft = latest !== undefined && latest.state !== "pending" && isAbout;
  const hasNew = effects.some(
    ({ state, verdict }) => state === "proposed" && verdict.kind === "ask",
  );
  if (latest !== undefined && latest.state !== "pending" && (isLeft || !hasNew)) {
    return followDecision(house, latest);
  }
  return askForApproval(house, run);
}

/** Code first, words after it: words may speak of the code. */
const order: Record<StoredEffect["effect"]["kind"], number> = {
  commit: 0,
  pull_request: 1,
  review: 2,
  comment: 3,
};

async function carryOutInOrder(house: House, run: Run): Promise<void> {
  const effects = [...(await house.outbox.ofRun(run.id))]
    .filter((effect) => effect.state === "approved" || effect.state === "sending")
    .sort((a, b) => order[a.effect.kind] - order[b.effect.kind] || a.seq - b.seq);

  for (const effect of effects) {
    const outcome = await carryOut(house, run, effect);
    if (outcome.kind === "failed") {
      await cancelEffects(house, run.id, "an earlier effect of the run could not be carried out");
      await house.runs.move(run.id, ["applying"], "failed", outcome.reason);
      return;
    }
  }

  const all = await house.outbox.ofRun(run.id);
  await house.runs.move(run.id, ["applying"], "succeeded", summary(all));
}

function summary(effects: readonly StoredEffect[]): string {
  const words: Record<StoredEffect["effect"]["kind"], (receipt: string) => string> = {
    commit: (receipt) => `committed ${receipt.slice(0, 7)}`,
    pull_request: (receipt) => `opened pull request #${receipt}`,
    review: () => "posted a review",
    comment: () => "commented",
  };
  const done = effects
    .filter((effect) => effect.state === "confirmed" && effect.receipt !== null)
    .map((effect) => words[effect.effect.kind](effect.receipt?.externalId ?? ""));
  return done.length > 0 ? done.join(", ") : "nothing was changed";
}
