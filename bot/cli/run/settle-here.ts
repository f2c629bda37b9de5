import type { Actor } from "#agents-schema/actor.ts";
import { answerApproval } from "../../flow/answer-approval.ts";
import type { House } from "../../flow/house.ts";
import { settleRun } from "../../flow/settle-run.ts";
import type { CommandContext } from "../command-context.ts";
import { plain } from "../plain.ts";
import { askInTerminal } from "./ask-in-terminal.ts";

/** Carries out what the run proposed, asking where policy asks. False: nobody was there to answer. */
export async function settleHere(
  house: House,
  runId: string,
  by: Actor,
  { terminal, signal }: CommandContext,
): Promise<boolean> {
  await settleRun(house, runId);
  const approval = (await house.approvals.ofRun(runId)).find(({ state }) => state === "pending");
  if (approval !== undefined) {
    const effects = await house.outbox.ofRun(runId);
    const asked = effects.filter(({ id }) => approval.effectIds.includes(id));
    const isWanted = await askInTerminal(asked, terminal, signal);
    if (isWanted === undefined) {
      terminal.err("Nothing was done: this needs an approval, and there is no terminal to ask in.");
      return false;
    }
    const answer = isWanted
      ? ({ kind: "approve", as: "commit" } as const)
      : ({ kind: "dismiss", reason: "dismissed at the terminal" } as const);
    const { say } = await answerApproval(house, approval, answer, by);
    terminal.err(plain(say));
  }
  await settleRun(house, runId);
  return true;
}
