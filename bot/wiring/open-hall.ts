import type { IncomingMessage, ServerResponse } from "node:http";
import type { Config, GitHubConfig } from "../config.ts";
import type { GitHubApp } from "../executors/github/create-github.ts";
import { createMailroom } from "../flow/create-mailroom.ts";
import { createShowroom } from "../flow/create-showroom.ts";
import { createTriggerIndexes } from "../flow/create-trigger-indexes.ts";
import type { House } from "../flow/house.ts";
import { settleRun } from "../flow/settle-run.ts";
import { sweep } from "../flow/sweep.ts";
import { viewDiff } from "../flow/view-diff.ts";
import { createGitHubDoor } from "../inbound/github/create-github-door.ts";
import { createWebPages } from "../web/create-web-pages.ts";
import { createLibrary } from "./create-library.ts";
import type { createMirrors } from "./create-mirrors.ts";
import { credentialPath, lendCredential } from "./lend-credential.ts";
import type { Ground } from "./open-ground.ts";
import { repeat } from "./repeat.ts";

/** How often each kind of work looks for more when nothing nudges it, in milliseconds. */
const every = { delivery: 1_000, show: 250, sweep: 5_000 };
/** Runs whose effects are carried out at once. */
const settling = 4;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Hall {
  doors: Map<string, Handler>;
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

/** The role `bot`: doors, matching, approvals, effects and pages. The only role that writes to GitHub and Slack. */
export async function openHall(
  ground: Ground,
  config: Config & { github: GitHubConfig },
  github: GitHubApp,
  mirrorOf: ReturnType<typeof createMirrors>,
  closers: (() => Promise<void>)[],
): Promise<Hall> {
  const { ledger, queue, clock, log, screen } = ground;
  const house: House = {
    ...ledger,
    queue,
    triggersOf: createTriggerIndexes(),
    library: createLibrary(mirrorOf, clock),
    github,
    slack: await openSlack(config, ground),
    clock,
    log,
    screen,
    randomToken: ground.randomToken,
    runUrl: (runId) => `${config.publicUrl}/runs/${runId}`,
    pullRequestUrl: (fullName, number) => `${config.github.webUrl}/${fullName}/pull/${number}`,
    mention: config.mention,
    homeRepository:
      config.homeRepository === undefined
        ? undefined
        : { fullName: config.homeRepository, installationId: null },
  };
  const received = startRounds(house, closers);
  await queue.work("settle", settling, (runId) => settleRun(house, runId));

  const doors = new Map<string, Handler>([
    [
      "/webhooks/github",
      createGitHubDoor({
        secret: config.github.webhookSecret,
        appSlug: config.github.slug,
        inbox: ledger.inbox,
        received,
        log,
      }),
    ],
  ]);
  if (config.runnerToken !== undefined) {
    const { runs } = ledger;
    const lend = lendCredential({ secret: config.runnerToken, access: github, runs, log });
    doors.set(credentialPath, lend);
  }
  if (config.slack !== undefined) {
    const { openSlackDoor } = await import("../inbound/slack/open-slack-door.ts");
    const door = await openSlackDoor({
      ...config.slack,
      inbox: ledger.inbox,
      received,
      views: { diff: (token, by) => viewDiff(house, token, by) },
      screen,
      log,
    });
    closers.push(() => door.close());
    if (door.handler !== undefined) doors.set("/slack/events", door.handler);
  }
  const pages = createWebPages({
    ...ledger,
    access: {
      webToken: config.webToken,
      isHttps: config.publicUrl.startsWith("https:"),
    },
    pullRequestUrl: house.pullRequestUrl,
    screen,
    log,
    now: clock.now,
  });
  return { doors, pages };
}

/** Answers what to call when something was received. */
function startRounds(house: House, closers: (() => Promise<void>)[]): () => void {
  const mailroom = createMailroom(house);
  const showroom = createShowroom(house);
  const deliveries = repeat("deliveries", every.delivery, () => mailroom.round(), house.log);
  const rounds = [
    deliveries,
    repeat("showing", every.show, () => showroom.round(), house.log),
    repeat("sweep", every.sweep, () => sweep(house), house.log),
  ];
  closers.push(async () => {
    await Promise.all(rounds.map((round) => round.stop()));
    await mailroom.finish();
  });
  return deliveries.nudge;
}

async function openSlack(config: Config, { log, screen }: Pick<Ground, "log" | "screen">) {
  if (config.slack === undefined) return undefined;
  const { createSlack } = await import("../executors/slack/create-slack.ts");
  const { botToken, apiUrl } = config.slack;
  return createSlack({ botToken, apiUrl, log, screen });
}
