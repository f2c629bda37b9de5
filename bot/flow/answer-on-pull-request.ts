import type { Actor } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";
import { type Answer, answerApproval } from "./answer-approval.ts";
import type { House } from "./house.ts";

/**
 * An answer typed on a pull request: to the one proposal that was ever made there, or to the one whose
 * digest begins so. Without a digest nothing is guessed: with several, whoever wrote may have seen another.
 */
export async function answerOnPullRequest(
  house: House,
  on: { repository: RepositoryRef; number: number },
  digest: string | null,
  answer: Answer,
  by: Actor,
): Promise<{ counted: boolean; say: string }> {
  const all = await approvalsOn(house, on);
  const pending = all.filter(({ state }) => state === "pending");
  const meant =
    digest === null
      ? pending
      : pending.filter((one) => one.digest.startsWith(digest.toLowerCase()));
  const [approval, ...others] = meant;
  if (approval === undefined) {
    const say =
      digest === null || pending.length === 0
        ? "Nothing waits for an approval on this pull request."
        : `No proposal that waits here has a digest that begins with \`${digest.replaceAll("`", "'").slice(0, 64)}\`: what you saw may have been replaced.`;
    return { counted: false, say };
  }
  if (others.length > 0) {
    const digests = meant.map((one) => `\`${one.digest.slice(0, 12)}\``).join(", ");
    return { counted: false, say: `Several proposals wait: name one by its digest, ${digests}.` };
  }
  if (digest === null && all.length > 1) {
    const word = answer.kind === "approve" ? "approve" : "reject";
    const command = `\`${house.mention} ${word} ${approval.digest.slice(0, 12)}\``;
    const say = `Nothing was changed: there was an earlier proposal here. To answer the one that waits now, look at it and write ${command}.`;
    return { counted: false, say };
  }
  return answerApproval(house, approval, answer, by);
}

/** Runs of a pull request that are looked back on for what people were asked. */
const lookBack = 50;

async function approvalsOn(
  house: House,
  on: { repository: RepositoryRef; number: number },
): Promise<Approval[]> {
  const at = { repository: on.repository.fullName, number: on.number };
  const recent = await house.runs.ofPullRequest(at, lookBack);
  const known = new Set(recent.map(({ id }) => id));
  const older = (await house.runs.active(at)).filter(({ id }) => !known.has(id));
  const approvals: Approval[] = [];
  for (const run of [...recent, ...older]) {
    approvals.push(...(await house.approvals.ofRun(run.id)));
  }
  return approvals;
}
