import type { Actor } from "#agents-schema/actor.ts";
import type { Agent, Trigger } from "#agents-schema/agent.ts";
import { autoCommitOf } from "#agents-schema/auto-commit-of.ts";
import { digest, sha256 } from "#agents-schema/digest.ts";
import type { Event, PullRequestFacts, RepositoryRef } from "#agents-schema/event.ts";
import type { Place } from "#agents-schema/place.ts";
import { noCost } from "#agents-schema/run.ts";
import type { House } from "./house.ts";
import { supersedeRuns } from "./supersede-runs.ts";

export interface RunOrder {
  deliveryId: string;
  agent: Agent;
  event: Event;
  repository: RepositoryRef;
  pullRequest: PullRequestFacts | null;
  baseSha: string;
  headSha: string;
  changedFiles: readonly string[];
  inputs: Record<string, string>;
  /** The trigger that matched. Without it `auto_commit` counts only where all of the agent's triggers agree. */
  trigger?: Trigger | undefined;
  requestedBy: Actor;
  because: string;
  /** Where it was asked for; the agent's own notification channel is added here. */
  places: readonly Place[];
  defaultChannel: string | null;
}

/**
 * Starts an agent: one run per delivery and agent, so that a redelivery starts nothing. Older runs of
 * the same agent on the same pull request make way, unless their effects are being carried out.
 * Answers the run's id, and the id of an active run on the very same commit instead of a second one.
 */
export async function startRun(
  house: House,
  order: RunOrder,
): Promise<{ kind: "started" | "known"; runId: string }> {
  const runId = `run-${sha256(`${order.deliveryId}\n${order.agent.name}`).slice(0, 12)}`;
  const known = await house.runs.load(runId);
  if (known !== undefined) {
    await house.queue.add({ kind: "run", runId });
    return { kind: "known", runId };
  }

  const concurrencyKey = keyOf(order);
  const active = await house.runs.active({ concurrencyKey });
  const twin = active.find(
    (run) => run.headSha === order.headSha && order.event.kind !== "pull_request",
  );
  if (twin !== undefined) return { kind: "known", runId: twin.id };
  await supersedeRuns(house, active, `a newer run of ${order.agent.name} replaces this one`);

  await house.runs.create({
    id: runId,
    agent: order.agent,
    event: order.event,
    repository: order.repository,
    baseSha: order.baseSha,
    headSha: order.headSha,
    pullRequest: order.pullRequest,
    isFork: isFork(order),
    autoCommit: autoCommitOf(order.agent, order.trigger),
    changedFiles: [...order.changedFiles],
    inputs: order.inputs,
    requestedBy: order.requestedBy,
    because: order.because,
    places: placesOf(order),
    concurrencyKey,
    reason: null,
    cost: noCost,
    stopRequestedBy: null,
  });
  await house.queue.add({ kind: "run", runId });
  house.log.info({ runId, agent: order.agent.name, because: order.because }, "run started");
  return { kind: "started", runId };
}

/** Runs with different inputs, such as two questions, do not replace each other. */
function keyOf({ agent, repository, pullRequest, headSha, inputs }: RunOrder): string {
  const subject = pullRequest === null ? headSha : `#${pullRequest.number}`;
  const given = Object.keys(inputs).length === 0 ? "" : `:${digest(inputs).slice(0, 12)}`;
  return `${agent.name}:${repository.fullName}:${subject}${given}`;
}

/** Unknown counts as a fork: a deleted fork must not be trusted either. */
function isFork({ pullRequest, repository }: RunOrder): boolean {
  if (pullRequest === null) return false;
  return pullRequest.headRepository?.toLowerCase() !== repository.fullName.toLowerCase();
}

function placesOf({ agent, places, repository, pullRequest, defaultChannel }: RunOrder): Place[] {
  const all: Place[] = [...places];
  if (pullRequest !== null && !all.some((place) => place.kind === "pull_request")) {
    all.push({ kind: "pull_request", repository: repository.fullName, number: pullRequest.number });
  }
  const channel = agent.notifications.slack?.channel ?? defaultChannel;
  if (channel !== null && !all.some((place) => place.kind === "slack_thread")) {
    all.push({ kind: "slack_channel", channel });
  }
  return all;
}
