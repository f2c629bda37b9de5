import type { Actor } from "#agents-schema/actor.ts";
import { diffModal } from "../views/diff-modal.ts";
import { noticeModal } from "../views/modals.ts";
import type { House } from "./house.ts";
import { identify } from "./identify.ts";

/** The whole diff of what an approval is about, for whoever may read the repository; else why not. */
export async function viewDiff(house: House, token: string, by: Actor): Promise<object> {
  const approval = await house.approvals.byToken(token);
  const run = approval === undefined ? undefined : await house.runs.load(approval.runId);
  if (approval === undefined || run === undefined) {
    return noticeModal("That proposal is not known here any more.");
  }
  const login = await identify(house, run.repository, by);
  if (login === undefined) {
    return noticeModal(
      "Your Slack account is not linked to a GitHub login: add it under people: in buster.yml.",
    );
  }
  const permission = await house.github.permission(run.repository, login);
  if (permission === "none") {
    return noticeModal(`@${login} may not read ${run.repository.fullName}.`);
  }
  const effects = await house.outbox.ofRun(run.id);
  return diffModal(effects.filter(({ id }) => approval.effectIds.includes(id)));
}
