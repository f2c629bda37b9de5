import type { EventOf } from "#agents-schema/event.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { checkAgentFiles } from "./check-agent-files.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import { showSkipped } from "./show-skipped.ts";
import { startRun } from "./start-run.ts";
import { stopRuns } from "./stop-runs.ts";
import { supersedeRuns } from "./supersede-runs.ts";

type PullRequestEvent = EventOf<"pull_request">;

/** A pull request was opened, pushed to, closed or labelled: agents start, stop or say why not. */
export async function admitPullRequest(
  house: House,
  event: PullRequestEvent,
  deliveryId: string,
): Promise<string> {
  const { repository, pullRequest } = event;
  const on = { repository: repository.fullName, number: pullRequest.number };
  if (event.action === "closed") {
    const stopped = await stopRuns(house, await house.runs.active(on), event.sender);
    return `the pull request was closed; ${stopped.length} runs stopped`;
  }

  // Agents come from the base branch, never from the head: a pull request cannot bring its own.
  const shelf = await house.library.at(repository, pullRequest.baseSha);
  const changedFiles = await house.library.changedFiles(
    repository,
    pullRequest.baseSha,
    pullRequest.headSha,
    pullRequest.number,
  );
  if (event.action === "synchronize") await retireOlder(house, event);
  const brings =
    event.action === "opened" || event.action === "synchronize" || event.action === "reopened";
  if (brings) await checkAgentFiles(house, event, changedFiles, shelf);

  const started = await startMatching(house, event, deliveryId, shelf, changedFiles);
  return started.length > 0 ? `started ${started.join(", ")}` : "no agent starts on this";
}

async function startMatching(
  house: House,
  event: PullRequestEvent,
  deliveryId: string,
  shelf: Shelf,
  changedFiles: readonly string[],
): Promise<string[]> {
  const { repository, pullRequest } = event;
  const matches = matchAgents(shelf.agents, event, changedFiles, repository.fullName);
  const started: string[] = [];
  for (const match of matches) {
    if (!match.starts) {
      await showSkipped(house, event, match.agent.name, match.reason);
      continue;
    }
    await startRun(house, {
      deliveryId,
      agent: match.agent,
      event,
      repository,
      pullRequest,
      baseSha: pullRequest.baseSha,
      headSha: pullRequest.headSha,
      changedFiles,
      inputs: {},
      requestedBy: event.sender,
      because: match.reason,
      places: [],
      defaultChannel: shelf.settings.slack.channel,
    });
    started.push(match.agent.name);
  }
  return started;
}

/** A push makes every proposal for the older head stale, also of agents that the new head does not start. */
async function retireOlder(house: House, event: PullRequestEvent): Promise<void> {
  const active = await house.runs.active({
    repository: event.repository.fullName,
    number: event.pullRequest.number,
  });
  const older = active.filter((run) => run.headSha !== event.pullRequest.headSha);
  await supersedeRuns(house, older, "new commits were pushed to the pull request");
}
