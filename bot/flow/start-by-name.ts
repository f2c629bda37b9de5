import type { Actor } from "#agents-schema/actor.ts";
import type { Agent } from "#agents-schema/agent.ts";
import type { EventOf, PullRequestFacts, RepositoryRef } from "#agents-schema/event.ts";
import { nearest } from "#agents-schema/nearest.ts";
import type { Place } from "#agents-schema/place.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { autoDocumentationName } from "./auto-documentation.ts";
import { documentRepository } from "./document-repository.ts";
import { findSite, type Site } from "./find-site.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import type { StartAnswer } from "./start-answer.ts";
import { startRun } from "./start-run.ts";

export interface RequestedRun {
  deliveryId: string;
  repository: RepositoryRef;
  /** Pull request to work on; null: the default branch as it is. */
  on: number | null;
  inputs: Readonly<Record<string, string>>;
  by: Actor;
  places: readonly Place[];
  because: string;
}

/** Starts the agent that somebody asked for by its name. What it says is a sentence for that person. */
export async function startByName(
  house: House,
  name: string,
  request: RequestedRun,
): Promise<StartAnswer> {
  const site = await findSite(house, request.repository, request.on);
  if (site === undefined) return { kind: "not_started", say: noSuchPullRequest(request) };

  const agent = site.shelf.agents.find((one) => one.name === name);
  if (agent === undefined && name === autoDocumentationName) {
    return documentRepository(house, { ...request, event: eventOf(name, request, null) });
  }
  if (agent === undefined) return { kind: "not_started", say: noSuchAgent(name, site.shelf) };
  return startOn(house, agent, request, site);
}

/** Starts an agent that is at hand, unless it is switched off or lacks an input. */
export async function startOn(
  house: House,
  agent: Agent,
  request: RequestedRun,
  { pullRequest, baseSha, headSha, shelf }: Site,
): Promise<StartAnswer> {
  const { repository, inputs, by } = request;
  const event = eventOf(agent.name, request, pullRequest);
  const [match] = matchAgents(house, [agent], event, {
    changedFiles: [],
    home: repository.fullName,
  });
  if (match?.starts !== true) {
    const why = match === undefined ? "it says `enabled: false`" : match.reason;
    return { kind: "not_started", say: `\`${agent.name}\` does not start: ${why}.` };
  }

  const { kind, runId } = await startRun(house, {
    deliveryId: request.deliveryId,
    agent,
    event,
    repository,
    pullRequest,
    baseSha,
    headSha,
    changedFiles:
      pullRequest === null
        ? []
        : await house.library.changedFiles(repository, baseSha, headSha, pullRequest.number),
    inputs: { ...inputs },
    requestedBy: by,
    because: request.because,
    trigger: match.trigger,
    places: request.places,
    defaultChannel: shelf.settings.slack.channel,
  });
  const where = pullRequest === null ? repository.fullName : `#${pullRequest.number}`;
  return kind === "started"
    ? { kind, runId, say: `\`${agent.name}\` starts on ${where}: \`${runId}\`.` }
    : { kind, runId, say: `\`${agent.name}\` already works on ${where}: \`${runId}\`.` };
}

function eventOf(
  agent: string,
  { inputs, repository, by }: RequestedRun,
  pullRequest: PullRequestFacts | null,
): EventOf<"manual"> {
  return {
    kind: "manual",
    agent,
    inputs: { ...inputs },
    repository,
    pullRequest,
    sender: by,
  };
}

function noSuchPullRequest({ on, repository }: RequestedRun): string {
  return `There is no open pull request #${on} in ${repository.fullName}.`;
}

function noSuchAgent(name: string, shelf: Shelf): string {
  const typed = name.replaceAll("`", "'").slice(0, 60);
  const broken = shelf.broken.find(({ path }) => path.includes(name));
  if (broken !== undefined) {
    const [mistake] = broken.mistakes;
    return `The file of \`${typed}\` has mistakes, so it does not run: ${broken.path}:${mistake?.line ?? 1} ${mistake?.message ?? ""}`;
  }
  const names = shelf.agents.filter(({ enabled }) => enabled).map((agent) => agent.name);
  const meant = nearest(name, names);
  if (meant !== undefined) return `There is no agent \`${typed}\`. Did you mean \`${meant}\`?`;
  const known = names.slice(0, 10).map((one) => `\`${one}\``);
  return known.length === 0
    ? `There is no agent \`${typed}\`, nor any other: agents are YAML files in \`.buster/agents/\`.`
    : `There is no agent \`${typed}\`. There are ${known.join(", ")}${names.length > known.length ? ", …" : ""}.`;
}
