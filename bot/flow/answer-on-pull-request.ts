import type { Actor } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";
import { type Answer, answerApproval } from "./answer-approval.ts";
import type { House } from "./house.ts";

/**
 * An answer typed on a pull request: to the one proposal that waits there, or to the one whose digest
 * begins so. With several and no digest nothing is guessed.
 */
export async function answerOnPullRequest(
  house: House,
  on: { repository: RepositoryRef; number: number },
  digest: string | null,
  answer: Answer,
  by: Actor,
): Promise<{ counted: boolean; say: string }> {
  const runs = await house.runs.active({
    repository: on.repository.fullName,
    number: on.number,
  });
  const pending: Approval[] = [];
  for (const run of runs) {
    const approvals = await house.approvals.ofRun(run.id);
    pending.push(...approvals.filter(({ state }) => state === "pending"));
  }
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
  return answerApproval(house, approval, answer, by);
}
