import type { EventOf } from "#agents-schema/event.ts";
import { checkAgentFiles } from "./check-agent-files.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";
import { replyOnPullRequest } from "./reply-on-pull-request.ts";
import { showSkipped } from "./show-skipped.ts";
import { startByName } from "./start-by-name.ts";

/** External ids of checks that show no run; their pull request's number is in them. */
const withoutRun = /^(?:skipped:(?<agent>[\w-]+)|agent-files):(?<number>\d+):[0-9a-f]+$/;

/** "Re-run" of a check that shows no run: the agent that was skipped starts; agent files are read again. */
export async function rerunCheck(
  house: House,
  event: EventOf<"check_action">,
  deliveryId: string,
): Promise<string> {
  const { repository, sender: by } = event;
  const shown = withoutRun.exec(event.externalId)?.groups;
  if (shown === undefined || event.action !== "rerequested") {
    return "the check shows no run that is known here";
  }
  const number = Number(shown.number);
  const reply = (text: string) =>
    replyOnPullRequest(house, { repository, pullRequest: { number } }, deliveryId, text);

  const rights = await mayCommand(house, repository, by);
  if (!rights.may) {
    await reply(`Not done: ${rights.reason}.`);
    return rights.reason;
  }
  const site = await findSite(house, repository, number);
  if (site?.pullRequest == null) {
    await reply("The pull request is closed.");
    return "the pull request is closed";
  }
  const on = { repository, pullRequest: site.pullRequest };
  if (shown.agent === undefined) {
    const { baseSha, headSha, shelf } = site;
    const changed = await house.library.changedFiles(repository, baseSha, headSha, number);
    await checkAgentFiles(house, on, changed, shelf);
    return "agent files checked again";
  }

  const { kind, say } = await startByName(house, shown.agent, {
    deliveryId,
    repository,
    on: number,
    inputs: {},
    by,
    places: [],
    because: "somebody asked to run it although it was skipped",
  });
  if (kind === "not_started") {
    await reply(say);
    // GitHub has set the check back to "queued"; nothing else would end that.
    await showSkipped(house, on, shown.agent, say);
  }
  return say;
}
