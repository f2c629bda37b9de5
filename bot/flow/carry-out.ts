import { actorKey } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { EffectKind, EffectOf, Receipt } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { effectDigest } from "../gate/effect-digest.ts";
import { PlatformFailure } from "../ports.ts";
import type { House } from "./house.ts";

interface Order {
  house: House;
  run: Run;
  effectId: string;
  approval: Approval | undefined;
}

type Executors = {
  [Kind in EffectKind]: (order: Order, effect: EffectOf<Kind>) => Promise<Receipt>;
};

const executors: Executors = {
  commit: ({ house, run, effectId, approval }, effect) => {
    const pullRequest = pullRequestOf(run);
    const body = [effect.body, trailers(run, approval)].join("\n\n");
    if (approval?.as === "pull_request") {
      return house.github.openPullRequest({
        repository: run.repository,
        base: pullRequest.headRef,
        branch: branchOf(run, effectId),
        fromSha: run.headSha,
        effectId,
        headline: effect.headline,
        title: effect.headline,
        body,
        changes: effect.changes,
      });
    }
    return house.github.commit({
      repository: run.repository,
      branch: pullRequest.headRef,
      expectedHead: run.headSha,
      effectId,
      headline: effect.headline,
      body,
      changes: effect.changes,
    });
  },
  pull_request: async ({ house, run, effectId, approval }, effect) =>
    house.github.openPullRequest({
      repository: run.repository,
      base: run.pullRequest?.headRef ?? (await house.github.defaultBranch(run.repository)),
      branch: branchOf(run, effectId),
      fromSha: run.headSha,
      effectId,
      headline: effect.title,
      title: effect.title,
      body: [effect.body, trailers(run, approval)].join("\n\n"),
      changes: effect.changes,
    }),
  comment: async ({ house, run, effectId }, effect) => {
    const { id, url } = await house.github.upsertComment(
      run.repository,
      pullRequestOf(run).number,
      null,
      `buster:effect:${effectId}`,
      effect.body,
    );
    return { externalId: id, url, at: house.clock.now().toISOString() };
  },
  review: ({ house, run, effectId }, effect) =>
    house.github.review({
      repository: run.repository,
      number: pullRequestOf(run).number,
      headSha: run.headSha,
      effectId,
      body: effect.body,
      findings: effect.findings,
    }),
};

/**
 * Carries out one effect: afterwards it is confirmed, or failed with a reason. `sending` is recorded before
 * the call, and every executor finds what an earlier try did, so a crash at any point ends in one object in
 * the world. `lost`: it is not where it was, so somebody else is at it. Rejects with PlatformFailure when it
 * should be tried again later; the effect then waits in `approved`.
 */
export async function carryOut(
  house: House,
  run: Run,
  stored: StoredEffect,
): Promise<"moved" | "lost"> {
  const refusal = await whyNot(house, run, stored);
  if (stored.state === "approved") {
    if (refusal !== undefined) {
      await house.outbox.move(stored.id, "approved", "failed", { reason: refusal });
      return "moved";
    }
    if (!(await house.outbox.move(stored.id, "approved", "sending", {}))) return "lost";
  }

  try {
    const approvals = await house.approvals.ofRun(run.id);
    const approval = approvals.find((one) => one.effectIds.includes(stored.id));
    const order = { house, run, effectId: stored.id, approval };
    const receipt = await execute(order, stored.effect);
    await house.outbox.move(stored.id, "sending", "confirmed", { receipt });
    return "moved";
  } catch (cause) {
    if (!(cause instanceof PlatformFailure)) throw cause;
    if (cause.code === "ambiguous" || cause.code === "retry") {
      await house.outbox.move(stored.id, "sending", "approved", { reason: cause.message });
      throw cause;
    }
    await house.outbox.move(stored.id, "sending", "failed", { reason: cause.message });
    return "moved";
  }
}

function execute<Kind extends EffectKind>(order: Order, effect: EffectOf<Kind>): Promise<Receipt> {
  const executor: (order: Order, effect: EffectOf<Kind>) => Promise<Receipt> =
    executors[effect.kind as Kind];
  return executor(order, effect);
}

/** Everything that was true when it was proposed must still be true. A moved head is the executor's to judge. */
async function whyNot(house: House, run: Run, stored: StoredEffect): Promise<string | undefined> {
  if (effectDigest(run, stored.effect) !== stored.digest) {
    return "the stored effect is not the one that was judged";
  }
  if (run.pullRequest === null) {
    // Without one the only thing to do is to open one.
    return stored.effect.kind === "pull_request" ? undefined : "there is no pull request to act on";
  }
  const now = await house.github.pullRequest(run.repository, run.pullRequest.number);
  if (now === undefined) return "the pull request could not be read";
  if (now.state === "closed") return "the pull request was closed";
  return undefined;
}

function pullRequestOf(run: Run): NonNullable<Run["pullRequest"]> {
  if (run.pullRequest === null) throw new Error(`run ${run.id} has no pull request`);
  return run.pullRequest;
}

/** The same for every try of one effect, and another one for every other. */
function branchOf(run: Run, effectId: string): string {
  const { branchPrefix } = run.agent.restrictions.git;
  return `${branchPrefix}${run.agent.name}/${effectId.replace(/^run-/, "")}`;
}

/** What lets a reader of the history find the run, the approval and the state of the ledger. */
function trailers(run: Run, approval: Approval | undefined): string {
  const lines = [
    `Buster-Run: ${run.id}`,
    `Buster-Ledger: ${run.version}:${run.journalHead.slice(0, 12)}`,
  ];
  if (approval !== undefined) {
    lines.push(`Buster-Approval: ${approval.digest.slice(0, 12)}`);
    for (const vote of approval.votes) lines.push(`Approved-by: ${actorKey(vote.actor)}`);
  }
  return lines.join("\n");
}
