import type { Approval } from "#agents-schema/approval.ts";
import type { EffectKind, EffectOf, Receipt } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { PlatformFailure } from "../ports.ts";
import { isAutoDocumentation } from "./auto-documentation.ts";
import type { House } from "./house.ts";
import { whyNot } from "./why-not.ts";

interface Order {
  house: House;
  run: Run;
  effectId: string;
  approval: Approval | undefined;
  goOn: () => Promise<void>;
}

type Executors = {
  [Kind in EffectKind]: (order: Order, effect: EffectOf<Kind>) => Promise<Receipt>;
};

const executors: Executors = {
  commit: ({ house, run, effectId, approval, goOn }, { kind: _, ...content }) => {
    const pullRequest = pullRequestOf(run);
    const commit = signed(content, run, approval);
    if (approval?.as === "pull_request") {
      return house.github.openPullRequest({
        repository: run.repository,
        base: pullRequest.headRef,
        branch: branchOf(run, effectId),
        fromSha: run.headSha,
        effectId,
        title: commit.headline,
        body: commit.body,
        commits: [commit],
        goOn,
      });
    }
    return house.github.commit({
      repository: run.repository,
      branch: pullRequest.headRef,
      expectedHead: run.headSha,
      effectId,
      ...commit,
    });
  },
  pull_request: async ({ house, run, effectId, approval, goOn }, effect) =>
    house.github.openPullRequest({
      repository: run.repository,
      base: run.pullRequest?.headRef ?? (await house.github.defaultBranch(run.repository)),
      branch: branchOf(run, effectId),
      fromSha: run.headSha,
      effectId,
      title: effect.title,
      body: signed(effect, run, approval).body,
      commits: effect.commits.map((commit) => signed(commit, run, approval)),
      goOn,
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
 * Carries out one effect: afterwards it is confirmed, or failed because something that was true is so no
 * longer. `sending` is recorded before the call, and every executor finds what an earlier try did, so a crash
 * at any point ends in one object in the world. `lost`: it is not where it was, so somebody else is at it.
 * Rejects with whatever the world rejects with; the effect is back in `approved` if nothing has happened.
 * `goOn` is asked between the steps of an effect that takes long, and rejects when somebody else is at it.
 */
export async function carryOut(
  house: House,
  run: Run,
  stored: StoredEffect,
  goOn: () => Promise<void>,
): Promise<"moved" | "lost"> {
  const approvals = await house.approvals.ofRun(run.id);
  const approval = approvals.find(
    (one) => one.state === "approved" && one.effectIds.includes(stored.id),
  );
  const refusal = await whyNot(house, run, stored, approval);
  if (refusal !== undefined) return failEffect(house, stored.id, refused(stored, refusal));
  if (stored.state === "approved") {
    if (!(await house.outbox.move(stored.id, "approved", "sending", {}))) return "lost";
  }

  let receipt: Receipt;
  try {
    receipt = await execute({ house, run, effectId: stored.id, approval, goOn }, stored.effect);
  } catch (cause) {
    // One that was found in `sending` may have happened then, whatever is answered now.
    const isUndone = cause instanceof PlatformFailure && cause.code === "retry";
    if (isUndone && stored.state === "approved") {
      await house.outbox.move(stored.id, "sending", "approved", { reason: cause.message });
    }
    throw cause;
  }
  const isKept = await house.outbox.move(stored.id, "sending", "confirmed", { receipt });
  return isKept ? "moved" : "lost";
}

/** The executors look before they act, but only in order to act: nobody looks for what may not be done any more. */
function refused({ state }: StoredEffect, refusal: string): string {
  if (state !== "sending") return refusal;
  return `${refusal}; it had been begun, so look whether it was done`;
}

/** Ends an effect that cannot be carried out, whether or not that was begun. */
export async function failEffect(
  house: House,
  effectId: string,
  reason: string,
): Promise<"moved" | "lost"> {
  for (const from of ["sending", "approved"] as const) {
    if (await house.outbox.move(effectId, from, "failed", { reason })) return "moved";
  }
  return "lost";
}

function execute<Kind extends EffectKind>(order: Order, effect: EffectOf<Kind>): Promise<Receipt> {
  const executor: (order: Order, effect: EffectOf<Kind>) => Promise<Receipt> =
    executors[effect.kind as Kind];
  return executor(order, effect);
}

function pullRequestOf(run: Run): NonNullable<Run["pullRequest"]> {
  if (run.pullRequest === null) throw new Error(`run ${run.id} has no pull request`);
  return run.pullRequest;
}

/** The same for every try of one effect, and another one for every other. */
function branchOf({ agent }: Run, effectId: string): string {
  const short = effectId.replace(/^run-/, "");
  const { branchPrefix } = agent.restrictions.git;
  return isAutoDocumentation(agent)
    ? `${branchPrefix}document-${short}`
    : `${branchPrefix}${agent.name}/${short}`;
}

/** The content with what lets a reader of the history find the run. */
function signed<Content extends { body: string }>(
  content: Content,
  run: Run,
  approval: Approval | undefined,
): Content {
  return { ...content, body: [content.body, trailers(run, approval)].join("\n\n") };
}

/** What lets a reader of the history find the run, the approval and the state of the ledger. */
function trailers(run: Run, approval: Approval | undefined): string {
  const lines = [
    `Buster-Run: ${run.id}`,
    `Buster-Ledger: ${run.version}:${run.journalHead.slice(0, 12)}`,
  ];
  if (approval !== undefined) {
    lines.push(`Buster-Approval: ${approval.digest.slice(0, 12)}`);
    for (const { login } of approval.votes) lines.push(`Approved-by: ${login}`);
  }
  return lines.join("\n");
}
