import type { EventOf, PullRequestFacts } from "#agents-schema/event.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import type { TriggerMatch } from "../triggers/compile-triggers.ts";
import { checkAgentFiles } from "./check-agent-files.ts";
import { followOwnCommit } from "./follow-own-commit.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import { showBeside } from "./show-beside.ts";
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
  if (now === undefined) return endRuns(house, event);
  if (now.state === "closed") return admitClosed(house, { ...event, pullRequest: now }, deliveryId);
  if (action === "closed") return "it is open again: that has its own delivery";
  const isLate = headSha !== now.headSha;
  if (isLate && action === "synchronize") return "a newer head is dealt with by its own delivery";

  // Words as they were when it happened: who edits a title later does not speak to the agents that it starts.
  const { title } = event.pullRequest;
  const current = { ...event, pullRequest: { ...now, title } };
  const { shelf, changedFiles } = await look(house, current);
  if (event.sender.kind === "system") {
    return followOwnCommit(house, current, { shelf, changedFiles }, deliveryId);
  }
  if (action === "synchronize") await retireOlder(house, event, now);
  const brings = action === "opened" || action === "synchronize" || action === "reopened";

  const match = (one: PullRequestEvent) =>
    matchAgents(house, shelf.agents, one, { changedFiles, home: repository.fullName });
  const matches = match(current);
  // The push in between has its own delivery; here start those whom it does not start.
  const wanted =
    isLate && brings ? without(matches, match({ ...current, action: "synchronize" })) : matches;
  const order = { event: current, deliveryId, shelf, changedFiles };
  const started = await startMatching(house, order, wanted);

  // A label brings no new head, so nothing is shown for it.
  const skipped = brings ? wanted.filter(({ starts }) => !starts) : [];
  await showBeside(house, [
    ...(brings && !isLate ? [() => checkAgentFiles(house, current, changedFiles, shelf)] : []),
    ...skipped.map(
      ({ agent, reason }) =>
        () =>
          showSkipped(house, current, agent.name, reason),
    ),
  ]);
  return started.length > 0 ? `started ${started.join(", ")}` : "no agent starts on this";
}

interface Order {
  event: PullRequestEvent;
  deliveryId: string;
  shelf: Shelf;
  changedFiles: readonly string[];
}

async function startMatching(
  house: House,
  { event, deliveryId, shelf, changedFiles }: Order,
  matches: readonly TriggerMatch[],
): Promise<string[]> {
  const { repository, pullRequest } = event;
  const starting = matches.filter(({ starts }) => starts);
  for (const { agent, reason, trigger } of starting) {
    await startRun(house, {
      deliveryId,
      agent,
      event,
      repository,
      pullRequest,
      baseSha: pullRequest.baseSha,
      headSha: pullRequest.headSha,
      changedFiles,
      inputs: {},
      requestedBy: event.sender,
      because: reason,
      trigger,
      places: [],
      defaultChannel: shelf.settings.slack.channel,
    });
  }
  return starting.map(({ agent }) => agent.name);
}

function without(
  matches: readonly TriggerMatch[],
  others: readonly TriggerMatch[],
): readonly TriggerMatch[] {
  const names = new Set(others.filter(({ starts }) => starts).map(({ agent }) => agent.name));
  return matches.filter(({ starts, agent }) => starts && !names.has(agent.name));
}

/** What a closed pull request waits for ends; who listens for the closing starts. */
async function admitClosed(
  house: House,
  event: PullRequestEvent,
  deliveryId: string,
): Promise<string> {
  const ended = await endRuns(house, event);
  if (event.action !== "closed") return ended;
  const { shelf, changedFiles } = await look(house, event);
  const matches = matchAgents(house, shelf.agents, event, {
    changedFiles,
    home: event.repository.fullName,
  });
  const order = { event, deliveryId, shelf, changedFiles };
  const started = await startMatching(house, order, matches);
  return started.length > 0 ? `${ended}; started ${started.join(", ")}` : ended;
}

async function endRuns(
  house: House,
  { repository, pullRequest, sender, action }: PullRequestEvent,
): Promise<string> {
  const on = { repository: repository.fullName, number: pullRequest.number };
  const active = await house.runs.active(on);
  const by = action === "closed" ? sender : { kind: "system" as const, name: "buster" };
  const stopped = await stopRuns(house, active.filter(startedBefore), by);
  return `the pull request was closed; ${stopped.length} runs stopped`;
}

/** Not those that the closing itself started: its delivery may come twice. */
function startedBefore({ event }: Run): boolean {
  return event.kind !== "pull_request" || event.action !== "closed";
}

/** Agents come from the base branch, never from the head: a pull request cannot bring its own. */
async function look(
  house: House,
  { repository, pullRequest }: PullRequestEvent,
): Promise<Pick<Order, "shelf" | "changedFiles">> {
  const { baseSha, headSha, number } = pullRequest;
  const shelf = await house.library.at(repository, baseSha);
  const changedFiles = await house.library.changedFiles(repository, baseSha, headSha, number);
  return { shelf, changedFiles };
}

/** A push makes every proposal for the older head stale, also of agents that the new head does not start. */
async function retireOlder(
  house: House,
  event: PullRequestEvent,
  { number, headSha }: PullRequestFacts,
): Promise<void> {
  const active = await house.runs.active({ repository: event.repository.fullName, number });
  const older = active.filter((run) => run.headSha !== headSha);
  if (older.length === 0) return;
  // Asked after they were listed: what another process started on a newer head in between is not older.
  const latest = await house.github.pullRequest(event.repository, number);
  if (latest?.headSha !== headSha) return;
  await supersedeRuns(house, older, "new commits were pushed to the pull request");
}
