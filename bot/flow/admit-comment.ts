import { actorName } from "#agents-schema/actor.ts";
import type { EventOf } from "#agents-schema/event.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Command, CommandKind } from "../commands/command.ts";
import { readComment } from "../commands/read-comment.ts";
import { PlatformFailure } from "../ports.ts";
import { helpText } from "../views/help-text.ts";
import { listText } from "../views/list-text.ts";
import { statusText } from "../views/status-text.ts";
import { answerOnPullRequest } from "./answer-on-pull-request.ts";
import { assistant } from "./assistant.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";
import { mayStop } from "./may-stop.ts";
import { replyOnPullRequest } from "./reply-on-pull-request.ts";
import { type RequestedRun, startByName, startOn } from "./start-by-name.ts";
import { startListeners } from "./start-listeners.ts";
import { startReviewers } from "./start-reviewers.ts";
import { stopRuns } from "./stop-runs.ts";

type CommentEvent = EventOf<"comment">;

/** What a command came to. `say` is answered as a comment; without it what happens shows by itself. */
interface Outcome {
  done: boolean;
  say?: string;
  /** For the inbox. */
  note: string;
}

interface Asked {
  event: CommentEvent;
  request: RequestedRun;
}

type Obedience = {
  [Kind in CommandKind]: (
    house: House,
    asked: Asked,
    command: Extract<Command, { kind: Kind }>,
  ) => Promise<Outcome>;
};

// A new command does not compile until someone decides what it does on a pull request.
const obedience: Obedience = {
  run: async (house, { event, request }, command) => {
    if (command.on !== null && command.on !== event.number) {
      const say = `Here agents run on this pull request: write \`run ${command.agent.replaceAll("`", "'")}\` on #${command.on}.`;
      return { done: false, say, note: "asked about another pull request" };
    }
    const answer = await startByName(house, command.agent, { ...request, inputs: command.inputs });
    return answer.kind === "started"
      ? { done: true, note: answer.say }
      : { done: false, say: answer.say, note: answer.say };
  },
  review: async (house, { request }) => {
    const answers = await startReviewers(house, request);
    const told = answers.filter(({ kind }) => kind !== "started").map(({ say }) => say);
    const note = answers.map(({ say }) => say).join(" ");
    return told.length === 0
      ? { done: true, note }
      : { done: answers.length > told.length, say: told.join("\n"), note };
  },
  ask: async (house, { request }, { question }) => {
    const site = await findSite(house, request.repository, request.on);
    if (site === undefined) {
      return { done: false, say: "The pull request is closed.", note: "closed" };
    }
    const agent = assistant(site.shelf);
    const answer = await startOn(house, agent, { ...request, inputs: { question } }, site);
    return answer.kind === "not_started"
      ? { done: false, say: answer.say, note: answer.say }
      : { done: true, note: answer.say };
  },
  approve: (house, { event }, { digest }) =>
    answered(house, event, digest, { kind: "approve", as: "commit" }),
  reject: (house, { event }, { digest, reason }) =>
    answered(house, event, digest, { kind: "dismiss", reason }),
  stop: async (house, { event }, { run }) => {
    const on = { repository: event.repository.fullName, number: event.number };
    const active = await house.runs.active(on);
    const meant = run === null ? active : active.filter(({ id }) => id.startsWith(run));
    const theirs: Run[] = [];
    let refusal: string | undefined;
    for (const one of meant) {
      const rights = await mayStop(house, one, event.sender);
      if (rights.may) theirs.push(one);
      else refusal = rights.reason;
    }
    if (theirs.length === 0 && refusal !== undefined) {
      return { done: false, say: `Not done: ${refusal}.`, note: refusal };
    }
    const stopped = await stopRuns(house, theirs, event.sender);
    const note = `${stopped.length} runs stopped`;
    if (stopped.length > 0) return { done: true, note };
    const isApplying = theirs.some(({ state }) => state === "applying");
    const say = isApplying
      ? "What was approved is being carried out: that is not stopped halfway."
      : "Nothing is running here.";
    return { done: false, say, note };
  },
  list: async (house, { request }) => {
    const site = await findSite(house, request.repository, request.on);
    return { done: true, say: listText(site?.shelf.agents ?? [], "github"), note: "listed" };
  },
  status: async (house, { event }) => {
    const on = { repository: event.repository.fullName, number: event.number };
    return { done: true, say: statusText(await house.runs.active(on), "github"), note: "told" };
  },
  help: async (house) => ({
    done: true,
    say: helpText("github", house.mention),
    note: "told",
  }),
};

/** Commands that anyone may use: they start and change nothing. Approvals and stops check who asks themselves. */
const openToAll: readonly CommandKind[] = ["help", "status", "list", "approve", "reject", "stop"];

/** Somebody wrote on a pull request: a command for Buster, a word that an agent listens for, or talk. */
export async function admitComment(
  house: House,
  event: CommentEvent,
  deliveryId: string,
): Promise<string> {
  const { repository, number, sender, isPullRequest } = event;
  const reading = readComment(event.body, house.mention);
  const place = { repository, pullRequest: { number } };
  const request: RequestedRun = {
    deliveryId,
    repository,
    on: number,
    inputs: {},
    by: sender,
    places: [],
    because: `${actorName(sender)} asked for it in a comment`,
  };
  if (!isPullRequest) {
    if (reading === undefined) return "not for us";
    await replyOnPullRequest(house, place, deliveryId, "I only work on pull requests.");
    return "asked on an issue";
  }
  if (reading?.kind !== "command") {
    const heard = await startListeners(house, event, request);
    if (heard !== undefined) {
      await acknowledge(house, event, "eyes");
      return heard;
    }
    if (reading === undefined) return "not for us";
    await acknowledge(house, event, "confused");
    const help = `\`${house.mention} help\` lists what can be asked here.`;
    await replyOnPullRequest(house, place, deliveryId, `${reading.say} ${help}`);
    return "not understood";
  }

  await acknowledge(house, event, "eyes");
  const { command } = reading;
  const rights = openToAll.includes(command.kind)
    ? ({ may: true } as const)
    : await mayCommand(house, repository, sender);
  if (!rights.may) {
    await acknowledge(house, event, "confused");
    await replyOnPullRequest(house, place, deliveryId, `Not done: ${rights.reason}.`);
    return rights.reason;
  }
  const outcome = await obey(house, { event, request }, command);
  if (!outcome.done) await acknowledge(house, event, "confused");
  if (outcome.say !== undefined) {
    await replyOnPullRequest(house, place, deliveryId, outcome.say);
  }
  return outcome.note;
}

function obey<Kind extends CommandKind>(
  house: House,
  asked: Asked,
  command: Extract<Command, { kind: Kind }>,
): Promise<Outcome> {
  const act: (
    house: House,
    asked: Asked,
    command: Extract<Command, { kind: Kind }>,
  ) => Promise<Outcome> = obedience[command.kind as Kind];
  return act(house, asked, command);
}

async function answered(
  house: House,
  event: CommentEvent,
  digest: string | null,
  answer: Parameters<typeof answerOnPullRequest>[3],
): Promise<Outcome> {
  const { repository, number, sender } = event;
  const on = { repository, number };
  const { counted, say } = await answerOnPullRequest(house, on, digest, answer, sender);
  return counted ? { done: true, note: say } : { done: false, say, note: say };
}

/** A sign that it was seen. A missing one is no reason to do it all again. */
async function acknowledge(
  house: House,
  { repository, commentId }: CommentEvent,
  sign: "eyes" | "confused",
): Promise<void> {
  try {
    await house.github.react(repository, commentId, sign);
  } catch (cause) {
    if (!(cause instanceof PlatformFailure)) throw cause;
    house.log.warn({ commentId, err: cause }, "comment not acknowledged");
  }
}
