import { actorKey } from "#agents-schema/actor.ts";
import type { EventOf } from "#agents-schema/event.ts";
import { type Answer, answerApproval } from "./answer-approval.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";
import { replyOnPullRequest } from "./reply-on-pull-request.ts";
import { startAgain } from "./start-again.ts";
import { stopRuns } from "./stop-runs.ts";

const answers: Record<string, Answer> = {
  approve: { kind: "approve", as: "commit" },
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
  if (run === undefined) return "the check shows no run that is known here";
  const reply = (text: string) => replyOnPullRequest(house, run, deliveryId, text);

  const answer = answers[event.action];
  if (answer !== undefined) {
    const pending = (await house.approvals.ofRun(run.id)).find((one) => one.state === "pending");
    if (pending === undefined) {
      await reply("Nothing is waiting for an approval in that run.");
      return "nothing is pending";
    }
    const { counted, say } = await answerApproval(house, pending, answer, event.sender);
    if (!counted) await reply(`${actorKey(event.sender).replace("github:", "@")} ${say}`);
    return say;
  }

  const rights = await mayCommand(house, run.repository, event.sender);
  if (!rights.may) {
    await reply(`Not done: ${rights.reason}.`);
    return rights.reason;
  }
  if (event.action === "stop") {
    const stopped = await stopRuns(house, [run], event.sender);
    return `${stopped.length} runs stopped`;
  }
  if (event.action === "rerequested") return startAgain(house, run, event.sender, deliveryId);
  return `nothing is known by the name ${event.action}`;
}
