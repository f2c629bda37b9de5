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

/** By what a run's effects are held. `goOn` renews it, and rejects when somebody else is at it. */
export interface Hold {
  holder: string;
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
  { holder, goOn }: Hold,
): Promise<"moved" | "lost"> {
  const approvals = await house.approvals.ofRun(run.id);
  const approval = approvals.find(
    (one) => one.state === "approved" && one.effectIds.includes(stored.id),
  );
  const refusal = await whyNot(house, run, stored, approval);
  if (refusal !== undefined) return failEffect(house, stored.id, refused(stored, refusal), holder);
  const begun = await begin(house, stored, holder);
  if (begun === undefined) return "lost";

  let receipt: Receipt;
  try {
    // As late as can be: what is asked of the world now cannot be taken back.
    await goOn();
    receipt = await execute({ house, run, effectId: stored.id, approval, goOn }, stored.effect);
  } catch (cause) {
    // One that was `ambiguous` before may have happened then, whatever is answered now.
    if (begun === "sending" && cause instanceof PlatformFailure) {
      const reason = cause.message;
      const to = { retry: "approved", ambiguous: "ambiguous" } as const;
      if (cause.code === "retry" || cause.code === "ambiguous") {
        await house.outbox.move(stored.id, "sending", to[cause.code], { reason, holder });
      }
    }
    throw cause;
  }
  const isKept = await house.outbox.move(stored.id, begun, "confirmed", { receipt, holder });
  return isKept ? "moved" : "lost";
}

/** What an earlier try left in `sending` may have happened: it is ambiguous until the executor has looked. */
async function begin(
  house: House,
  { id, state }: StoredEffect,
  holder: string,
): Promise<"sending" | "ambiguous" | undefined> {
  if (state === "ambiguous") return state;
  if (state === "approved") {
    return (await house.outbox.move(id, "approved", "sending", { holder })) ? "sending" : undefined;
  }
  const reason = "an earlier try was cut off before its answer came";
  const isMoved = await house.outbox.move(id, "sending", "ambiguous", { reason, holder });
  return isMoved ? "ambiguous" : undefined;
}

/** The executors look before they act, but only in order to act: nobody looks for what may not be done any more. */
function refused({ state }: StoredEffect, refusal: string): string {
  if (state !== "sending" && state !== "ambiguous") return refusal;
  return `${refusal}; it had been begun, so look whether it was done`;
}

/** Ends an effect that cannot be carried out, whether or not that was begun. */
export async function failEffect(
  house: House,
  effectId: string,
  reason: string,
  holder: string,
): Promise<"moved" | "lost"> {
  for (const from of ["sending", "ambiguous", "approved"] as const) {
    if (await house.outbox.move(effectId, from, "failed", { reason, holder })) return "moved";
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
