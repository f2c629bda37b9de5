import type { Approval } from "#agents-schema/approval.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { approvalDigest } from "../gate/approval-digest.ts";
import { effectDigest } from "../gate/effect-digest.ts";
import type { House } from "./house.ts";

/**
 * Why an effect must not be carried out now: everything that was true when it was proposed and approved must
 * still be true. A moved head is the executor's to judge. Rejects with PlatformFailure when GitHub cannot be
 * asked.
 */
export async function whyNot(
  house: House,
  run: Run,
  stored: StoredEffect,
  approval: Approval | undefined,
): Promise<string | undefined> {
  if (effectDigest(run, stored.effect) !== stored.digest) {
    return "the stored effect is not the one that was judged";
  }
  if (stored.verdict.kind === "ask" && approval === undefined) return "nobody has approved it";
  if (approval !== undefined && !(await isWhatWasShown(house, run, approval))) {
    return "what was approved is not what is stored now";
  }
  const isCode = stored.effect.kind === "commit" || stored.effect.kind === "pull_request";
  // Before the pull request: a rate limit answers "none" here, and is told as such there.
  const unheld =
    isCode && approval !== undefined ? await whyUnheld(house, run, approval) : undefined;

  if (run.pullRequest === null) {
    // Without one the only thing to do is to open one.
    if (stored.effect.kind !== "pull_request") return "there is no pull request to act on";
    return unheld;
  }
  const now = await house.github.pullRequest(run.repository, run.pullRequest.number);
  if (now === undefined) return "the pull request could not be read";
  if (now.state === "closed") return "the pull request was closed";
  return unheld;
}

/** The permission of those who approved is looked at again: it may have been taken since. */
async function whyUnheld(
  house: House,
  run: Run,
  { votes, count }: Approval,
): Promise<string | undefined> {
  let held = 0;
  for (const login of new Set(votes.map((vote) => vote.login))) {
    const permission = await house.github.permission(run.repository, login);
    if (permission === "write" || permission === "admin") held++;
    if (held >= count) return undefined;
  }
  return `of those who approved it too few can write to the repository now: ${held} of ${count}`;
}

/** Everything that the approval stands for, not this effect alone: none was added, taken away or changed. */
async function isWhatWasShown(house: House, run: Run, approval: Approval): Promise<boolean> {
  const effects = await house.outbox.ofRun(run.id);
  const asked = effects.filter(({ id }) => approval.effectIds.includes(id));
  return approvalDigest(run, asked) === approval.digest;
}
