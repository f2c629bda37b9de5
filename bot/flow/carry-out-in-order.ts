import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { PlatformFailure, StoreUnavailable } from "../ports.ts";
import { carryOut, failEffect } from "./carry-out.ts";
import type { House } from "./house.ts";
import { cancelEffects } from "./withdraw-approvals.ts";

/**
 * For how long nobody else begins, in milliseconds; renewed before each effect and each commit of one. Longer
 * than the calls in between take: each is given up after 30 s.
 */
const leaseMs = 120_000;

/**
 * How long nobody tries again after each failed try in a row, in milliseconds. The queue itself comes again
 * after 1, 2, 4 and 8 s; what lasts longer is an outage or a rate limit, of which GitHub's longest is an hour.
 */
const waitsMs = [0, 0, 0, 0, 60_000, 600_000, 3_600_000];
const maxTries = waitsMs.length + 1;

/**
 * Carries out the effects of a run that is `applying`, one after the other, and ends the run. Does nothing
 * while somebody else is at it, or while it must wait. Rejects when it should be called again; what fails for
 * good, or too often, fails the run.
 */
export async function carryOutInOrder(house: House, run: Run): Promise<void> {
  const holder = house.randomToken();
  const hold = () => house.outbox.hold(run.id, holder, leaseMs);
  const goOn = async () => {
    if ((await hold()) !== undefined) return;
    throw new PlatformFailure("ambiguous", `carrying out ${run.id}: somebody else is at it now`);
  };
  const held = await hold();
  if (held === undefined) return;

  let next = { tries: held.tries, waitMs: 0 };
  try {
    await approveAllowed(house, run.id);
    for (;;) {
      const effect = await nextOrEnd(house, run.id);
      if (effect === undefined || (await hold()) === undefined) return;
      try {
        if ((await carryOut(house, run, effect, { holder, goOn })) === "lost") return;
        next = { tries: 0, waitMs: 0 };
      } catch (cause) {
        if (cause instanceof StoreUnavailable || (await hold()) === undefined) throw cause;
        const tries = next.tries + 1;
        if (!isFinal(cause) && tries < maxTries) {
          next = { tries, waitMs: waitsMs[tries - 1] ?? 0 };
          throw cause;
        }
        await giveUp(house, effect, cause, holder);
      }
    }
  } finally {
    await house.outbox.letGo(run.id, holder, next).catch((cause) => {
      // It runs out by itself.
      house.log.warn({ runId: run.id, err: cause }, "settling not given back");
    });
  }
}

async function approveAllowed(house: House, runId: string): Promise<void> {
  for (const effect of await house.outbox.ofRun(runId)) {
    if (effect.state === "proposed" && effect.verdict.kind === "allow") {
      await house.outbox.move(effect.id, "proposed", "approved", {});
    }
  }
}

/** The next effect to carry out. Without one the run has ended: all is done, or one has failed. */
async function nextOrEnd(house: House, runId: string): Promise<StoredEffect | undefined> {
  const effects = await house.outbox.ofRun(runId);
  // Also one that failed in a process that died of it: what comes after may speak of it.
  const failed = effects.find(({ state }) => state === "failed");
  if (failed !== undefined) {
    await endFailed(house, runId, failed.reason);
    return undefined;
  }
  const next = nextOf(effects);
  if (next === undefined) {
    await house.runs.move(runId, ["applying"], "succeeded", summary(effects));
  }
  return next;
}

function isFinal(cause: unknown): boolean {
  return cause instanceof PlatformFailure && (cause.code === "permanent" || cause.code === "stale");
}

async function giveUp(
  house: House,
  { id: effectId, runId }: StoredEffect,
  cause: unknown,
  holder: string,
): Promise<void> {
  if (cause instanceof PlatformFailure) {
    await failEffect(house, effectId, cause.message, holder);
    return;
  }
  house.log.error({ runId, effectId, err: cause }, "effect given up by our own mistake");
  await failEffect(
    house,
    effectId,
    "something went wrong inside Buster; its log says what",
    holder,
  );
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

const open = new Set(["approved", "sending", "ambiguous"]);

function nextOf(effects: readonly StoredEffect[]): StoredEffect | undefined {
  const [next] = effects
    .filter(({ state }) => open.has(state))
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
