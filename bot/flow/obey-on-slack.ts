import type { Actor } from "#agents-schema/actor.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";
import type { Place } from "#agents-schema/place.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Command, CommandReading } from "../commands/command.ts";
import { PlatformFailure, type SlackMessage } from "../ports.ts";
import { helpText } from "../views/help-text.ts";
import { listText } from "../views/list-text.ts";
import { slackReply, slackText } from "../views/slack-reply.ts";
import { statusText } from "../views/status-text.ts";
import { askedFor } from "./asked-for.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import { identify, mayCommand } from "./identify.ts";
import { isInThread } from "./is-in-thread.ts";
import { startByName } from "./start-by-name.ts";
import { stopRuns } from "./stop-runs.ts";

export interface SlackRequest {
  deliveryId: string;
  by: Actor;
  /** Where the run reports: the thread it was asked in, or a new one. */
  place: Extract<Place, { kind: "slack_thread" }>;
}

/** Does what somebody asked for on Slack, and answers what to say about it: never nothing. */
export async function obeyOnSlack(
  house: House,
  reading: CommandReading,
  request: SlackRequest,
): Promise<{ say: SlackMessage; note: string }> {
  if (reading.kind === "unclear") {
    return told(`${reading.say} \`/buster help\` lists what can be asked.`);
  }
  const { command } = reading;
  if (command.kind === "help") return { say: slackText(helpText("slack")), note: "told" };
  const repository = house.homeRepository;
  if (repository === undefined) {
    return told("No repository is connected yet: set BUSTER_REPOSITORY to owner/name.");
  }
  switch (command.kind) {
    case "list": {
      const site = await findSite(house, repository, null);
      return { say: slackText(listText(site?.shelf.agents ?? [], "slack")), note: "listed" };
    }
    case "status":
      return {
        say: slackText(statusText(await activeIn(house, repository), "slack")),
        note: "told",
      };
    case "run":
      return run(house, repository, command, request);
    case "stop":
      return stop(house, repository, command.run, request);
    default:
      return told(`\`${command.kind}\` is for pull requests; here it has no meaning.`);
  }
}

async function run(
  house: House,
  repository: RepositoryRef,
  command: Extract<Command, { kind: "run" }>,
  { deliveryId, by, place }: SlackRequest,
): Promise<{ say: SlackMessage; note: string }> {
  const rights = await mayCommand(house, repository, by);
  if (!rights.may) return told(`Not done: ${rights.reason}.`);
  const { say } = await startByName(house, command.agent, {
    deliveryId,
    repository,
    on: command.on,
    inputs: command.inputs,
    by,
    places: [place],
    because: "somebody asked for it on Slack",
  });
  return told(say);
}

/**
 * One run by its id, else those of the thread, else those that the person asked for. Nothing is guessed.
 * Runs of other repositories count for those who may write there or asked for them; nobody else learns of them.
 */
async function stop(
  house: House,
  repository: RepositoryRef,
  id: string | null,
  { by, place }: SlackRequest,
): Promise<{ say: SlackMessage; note: string }> {
  const active = await house.runs.active({});
  const asked = id === null ? ofPlaceOrPerson(active, place, by) : active.filter(startsWith(id));
  const meant = await thoseTheyMay(house, asked, by);
  if (meant.length === 0 && asked.some((one) => one.repository.fullName === repository.fullName)) {
    const rights = await mayCommand(house, repository, by);
    if (!rights.may) return told(`Not done: ${rights.reason}.`);
  }
  if (meant.length === 0) {
    return told(
      id === null
        ? "Nothing that you asked for is running. `/buster status` lists what runs; `/buster stop <run>` stops it."
        : "No run that is still going has an id that begins so.",
    );
  }
  if (id !== null && meant.length > 1) return told("Several runs have an id that begins so.");
  const login = await identify(house, repository, by);
  const stopped = await stopRuns(house, meant, by, login);
  if (stopped.length === 0) {
    return told("What was approved is being carried out: that is not stopped halfway.");
  }
  return told(
    `Stopped ${stopped.map((run) => `\`${run.agent.name}\` (\`${run.id}\`)`).join(", ")}.`,
  );
}

async function thoseTheyMay(house: House, runs: readonly Run[], by: Actor): Promise<Run[]> {
  const answers = new Map<string, boolean>();
  for (const { repository } of runs) {
    if (answers.has(repository.fullName)) continue;
    answers.set(repository.fullName, await mayStopIn(house, repository, by));
  }
  return runs.filter((one) => answers.get(one.repository.fullName) === true || askedFor(one, by));
}

/** A repository that cannot be asked must not keep the runs of others going: it answers no. */
async function mayStopIn(house: House, repository: RepositoryRef, by: Actor): Promise<boolean> {
  try {
    return (await mayCommand(house, repository, by)).may;
  } catch (cause) {
    if (!(cause instanceof PlatformFailure)) throw cause;
    if (repository.fullName === house.homeRepository?.fullName) throw cause;
    house.log.warn({ repository: repository.fullName, err: cause }, "rights not found out");
    return false;
  }
}

/** What people read who may not be asked about: the repository that this workspace is connected to. */
function activeIn(house: House, { fullName }: RepositoryRef): Promise<readonly Run[]> {
  return house.runs.active({ repository: fullName });
}

function ofPlaceOrPerson(
  active: readonly Run[],
  place: SlackRequest["place"],
  by: Actor,
): readonly Run[] {
  const { channel, thread } = place;
  const here = thread === null ? [] : active.filter((run) => isInThread(run, { channel, thread }));
  return here.length > 0 ? here : active.filter((run) => askedFor(run, by));
}

function startsWith(id: string): (run: Run) => boolean {
  return (run) => run.id.startsWith(id) || run.id === `run-${id}`;
}

function told(text: string): { say: SlackMessage; note: string } {
  return { say: slackReply(text), note: text };
}
