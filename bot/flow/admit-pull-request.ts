import type { EventOf, PullRequestFacts } from "#agents-schema/event.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import type { TriggerMatch } from "../triggers/compile-triggers.ts";
import { checkAgentFiles } from "./check-agent-files.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import { showSkipped } from "./show-skipped.ts";
import { startRun } from "./start-run.ts";
import { stopRuns } from "./stop-runs.ts";
import { supersedeRuns } from "./supersede-runs.ts";

type PullRequestEvent = EventOf<"pull_request">;

/**
 * A pull request was opened, pushed to, closed or labelled: agents start, stop or say why not. Deliveries
 * come late and in any order, so what counts is the pull request as it is now.
 */
export async function admitPullRequest(
  house: House,
  event: PullRequestEvent,
  deliveryId: string,
): Promise<string> {
  const { repository, action } = event;
  const { number, headSha } = event.pullRequest;
  const now = await house.github.pullRequest(repository, number);
  if (now === undefined || now.state === "closed") return endRuns(house, event);
  if (action === "closed") return "it is open again: that has its own delivery";
  const isLate = headSha !== now.headSha;
  if (isLate && action === "synchronize") return "a newer head is dealt with by its own delivery";

  // Agents come from the base branch, never from the head: a pull request cannot bring its own.
  const shelf = await house.library.at(repository, now.baseSha);
  const changedFiles = await house.library.changedFiles(
    repository,
    now.baseSha,
    now.headSha,
    number,
  );
  if (action === "synchronize") await retireOlder(house, event, now);
  const current = { ...event, pullRequest: now };
  const brings = action === "opened" || action === "synchronize" || action === "reopened";
  if (brings && !isLate) await checkAgentFiles(house, current, changedFiles, shelf);

  const match = (one: PullRequestEvent) =>
    matchAgents(shelf.agents, one, changedFiles, repository.fullName);
  const matches = match(current);
  // The push in between has its own delivery; here start those whom it does not start.
  const missed =
    isLate && brings ? without(matches, match({ ...current, action: "synchronize" })) : matches;
  const started = await startMatching(house, current, deliveryId, shelf, changedFiles, missed);
  return started.length > 0 ? `started ${started.join(", ")}` : "no agent starts on this";
}

async function startMatching(
  house: House,
  event: PullRequestEvent,
  deliveryId: string,
  shelf: Shelf,
  changedFiles: readonly string[],
  matches: readonly TriggerMatch[],
): Promise<string[]> {
  const { repository, pullRequest } = event;
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

function without(
  matches: readonly TriggerMatch[],
  others: readonly TriggerMatch[],
): readonly TriggerMatch[] {
  const names = new Set(others.filter(({ starts }) => starts).map(({ agent }) => agent.name));
  return matches.filter(({ starts, agent }) => starts && !names.has(agent.name));
}

async function endRuns(
  house: House,
  { repository, pullRequest, sender, action }: PullRequestEvent,
) {
  const on = { repository: repository.fullName, number: pullRequest.number };
  const by = action === "closed" ? sender : { kind: "system" as const, name: "buster" };
  const stopped = await stopRuns(house, await house.runs.active(on), by);
  return `the pull request was closed; ${stopped.length} runs stopped`;
}

/** A push makes every proposal for the older head stale, also of agents that the new head does not start. */
async function retireOlder(
  house: House,
  event: PullRequestEvent,
  { number, headSha }: PullRequestFacts,
): Promise<void> {
  const active = await house.runs.active({ repository: event.repository.fullName, number });
  const older = active.filter((run) => run.headSha !== headSha);
  await supersedeRuns(house, older, "new commits were pushed to the pull request");
}
