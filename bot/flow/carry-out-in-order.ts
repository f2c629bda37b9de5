import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { carryOut } from "./carry-out.ts";
import type { House } from "./house.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

/**
 * For how long nobody else begins, in milliseconds; renewed before each effect. Longer than the calls of
 * one effect take: each is given up after 30 s.
 */
const leaseMs = 120_000;

/**
 * Carries out the effects of a run that is `applying`, one after the other, and ends the run. Does nothing
 * while somebody else is at it. Rejects when it should be called again.
 */
export async function carryOutInOrder(house: House, run: Run): Promise<void> {
  const holder = house.randomToken();
  const held = await house.outbox.hold(run.id, holder, leaseMs);
  if (held === undefined) return;
  try {
    await carryOutAll(house, run, holder);
  } finally {
    await house.outbox.letGo(run.id, holder, { tries: 0, waitMs: 0 }).catch((cause) => {
      // It runs out by itself.
      house.log.warn({ runId: run.id, err: cause }, "settling not given back");
    });
  }
}

async function carryOutAll(house: House, run: Run, holder: string): Promise<void> {
  for (const effect of await house.outbox.ofRun(run.id)) {
    if (effect.state === "proposed" && effect.verdict.kind === "allow") {
      await house.outbox.move(effect.id, "proposed", "approved", {});
    }
  }
  for (;;) {
    const effects = await house.outbox.ofRun(run.id);
    // Also one that failed in a process that died of it: what comes after may speak of it.
    const failed = effects.find(({ state }) => state === "failed");
    if (failed !== undefined) return endFailed(house, run.id, failed.reason);
    const effect = nextOf(effects);
    if (effect === undefined) {
      await house.runs.move(run.id, ["applying"], "succeeded", summary(effects));
      return;
    }
    if ((await house.outbox.hold(run.id, holder, leaseMs)) === undefined) return;
    if ((await carryOut(house, run, effect)) === "lost") return;
  }
}

async function endFailed(house: House, runId: string, reason: string | null): Promise<void> {
  await cancelEffects(house, runId, "an earlier effect of the run could not be carried out");
  await house.runs.move(runId, ["applying"], "failed", reason);
}

/** Code first, words after it: words may speak of the code. */
const order: Record<StoredEffect["effect"]["kind"], number> = {
  commit: 0,
  pull_request: 1,
  review: 2,
  comment: 3,
};

function nextOf(effects: readonly StoredEffect[]): StoredEffect | undefined {
  const [next] = effects
    .filter(({ state }) => state === "approved" || state === "sending")
    .sort((a, b) => order[a.effect.kind] - order[b.effect.kind] || a.seq - b.seq);
  return next;
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
