import type { Actor } from "#agents-schema/actor.ts";
import { defaultSettings } from "#agents-schema/default-settings.ts";
import type { Event, RepositoryRef } from "#agents-schema/event.ts";
import type { Place } from "#agents-schema/place.ts";
import { autoDocumentation, autoDocumentationName } from "./auto-documentation.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import type { StartAnswer } from "./start-answer.ts";
import { startRun } from "./start-run.ts";

/** Earlier documentations of a repository that are looked back on for a pull request that is still open. */
const lookBack = 20;

export interface DocumentOrder {
  repository: RepositoryRef;
  event: Event;
  deliveryId: string;
  by: Actor;
  because: string;
  places: readonly Place[];
  /** Nobody asked in words, so there must be settings and they must agree. */
  onConnect?: boolean;
}

/**
 * Starts the documentation of a repository's default branch: one at a time, and none while the pull request of an
 * earlier one is open. What it says is a sentence for a person.
 */
export async function documentRepository(house: House, order: DocumentOrder): Promise<StartAnswer> {
  const { repository, onConnect = false } = order;
  const { fullName } = repository;
  // Asked of the API first: the App may be on hundreds of repositories, and reading one means fetching it.
  if (onConnect && !(await house.github.hasFile(repository, "buster.yml"))) {
    return no(`${fullName} has no buster.yml`);
  }
  const site = await findSite(house, repository, null);
  if (site === undefined) return no(`${fullName} has no default branch`);
  const { baseSha, headSha, shelf } = site;
  const { settings } = shelf;
  if (onConnect && !shelf.hasSettings) return no(`${fullName} has no buster.yml`);
  const hasMistakes = shelf.broken.some(({ path }) => path === "buster.yml");
  // A valid file of which only an agent is missing says all that counts here.
  if (hasMistakes && settings === defaultSettings) {
    return no(`buster.yml of ${fullName} has mistakes`);
  }
  if (onConnect && !settings.documentation.onConnect) {
    return no(`buster.yml of ${fullName} says documentation.on_connect: false`);
  }
  const standing = await findStanding(house, repository);
  if (standing !== undefined) return standing;

  const { kind, runId } = await startRun(house, {
    deliveryId: `${order.deliveryId}:${fullName}`,
    agent: autoDocumentation(settings),
    event: order.event,
    repository,
    pullRequest: null,
    baseSha,
    headSha,
    changedFiles: [],
    inputs: {},
    requestedBy: order.by,
    because: order.because,
    places: order.places,
    defaultChannel: settings.slack.channel,
  });
  return { kind, runId, say: `\`${autoDocumentationName}\` works on ${fullName}: \`${runId}\`.` };
}

/** A documentation that has not ended, or whose pull request nobody has merged or closed yet. */
async function findStanding(
  house: House,
  repository: RepositoryRef,
): Promise<StartAnswer | undefined> {
  const { fullName } = repository;
  const agent = autoDocumentationName;
  const [active] = (await house.runs.active({ repository: fullName })).filter(
    (run) => run.agent.name === agent && run.pullRequest === null,
  );
  if (active !== undefined) {
    const say = `\`${agent}\` already works on ${fullName}: \`${active.id}\`.`;
    return { kind: "known", runId: active.id, say };
  }
  for (const run of await house.runs.ofAgent({ repository: fullName, agent }, lookBack)) {
    for (const { effect, receipt } of await house.outbox.ofRun(run.id)) {
      if (effect.kind !== "pull_request" || receipt === null) continue;
      const opened = await house.github.pullRequest(repository, Number(receipt.externalId));
      if (opened?.state !== "open") continue;
      const say = `#${opened.number} of \`${run.id}\` in ${fullName} waits to be merged or closed.`;
      return { kind: "known", runId: run.id, say };
    }
  }
  return undefined;
}

function no(say: string): StartAnswer {
  return { kind: "not_started", say: `Nothing is documented: ${say}.` };
}
