import { actorKey } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { EventOf } from "#agents-schema/event.ts";
import { type Answer, answerApproval } from "./answer-approval.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";
import { mayStop } from "./may-stop.ts";
import { replyOnPullRequest } from "./reply-on-pull-request.ts";
import { rerunCheck } from "./rerun-check.ts";
import { startAgain } from "./start-again.ts";
import { stopRuns } from "./stop-runs.ts";

/** GitHub takes 20 characters, 8 of the digest among them: `open_pull_request` is what older checks say. */
const answers: Record<string, Answer> = {
  approve: { kind: "approve", as: "commit" },
  open_pr: { kind: "approve", as: "pull_request" },
  open_pull_request: { kind: "approve", as: "pull_request" },
  dismiss: { kind: "dismiss", reason: null },
};

/** A button on a check run, or its "Re-run". The check's external id is the run's. */
export async function admitCheckAction(
  house: House,
  event: EventOf<"check_action">,
  deliveryId: string,
): Promise<string> {
  const run = await house.runs.load(event.externalId);
  if (run === undefined) return rerunCheck(house, event, deliveryId);
  const reply = (text: string) => replyOnPullRequest(house, run, deliveryId, text);

  const [, name = "", digest = null] = /^([a-z_]+)(?::([0-9a-f]{8}))?$/.exec(event.action) ?? [];
  const answer = answers[name];
  if (answer !== undefined) {
    const meant = findMeant(await house.approvals.ofRun(run.id), digest);
    if ("refusal" in meant) {
      await reply(meant.refusal);
      return meant.refusal;
    }
    const { counted, say } = await answerApproval(house, meant.approval, answer, event.sender);
    if (!counted) await reply(`${actorKey(event.sender).replace("github:", "@")} ${say}`);
    return say;
  }

  const rights =
    event.action === "stop"
      ? await mayStop(house, run, event.sender)
      : await mayCommand(house, run.repository, event.sender);
  if (!rights.may) {
    await reply(`Not done: ${rights.reason}.`);
    return rights.reason;
  }
  if (event.action === "stop") {
    const stopped = await stopRuns(house, [run], event.sender);
    return `${stopped.length} runs stopped`;
  }
  if (event.action === "rerequested") {
    const because = "somebody asked to run it again";
    const again = await startAgain(house, run, { by: event.sender, deliveryId, because });
    if (again.kind === "not_started") await reply(again.say);
    return again.say;
  }
  return `nothing is known by the name ${event.action}`;
}

/** The proposal that a button was shown for, if it still waits. A button of an older version names none. */
function findMeant(
  approvals: readonly Approval[],
  digest: string | null,
): { approval: Approval } | { refusal: string } {
  const pending = approvals.find(({ state }) => state === "pending");
  if (pending === undefined) {
    return { refusal: "Nothing is waiting for an approval in that run." };
  }
  if (digest === null && approvals.length > 1) {
    return {
      refusal:
        "Nothing was changed: that run has made more than one proposal, and the button does not say which one it was shown for. Load the page again and look at the one that waits.",
    };
  }
  if (digest !== null && !pending.digest.startsWith(digest)) {
    return {
      refusal:
        "Nothing was changed: what that button was shown for has been replaced. Load the page again and look at the proposal that waits.",
    };
  }
  return { approval: pending };
}
