import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { RepositoryRef } from "#agents-schema/event.ts";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import { createWorkshop } from "#runner/main.ts";
import type { Repository } from "#runner/ports.ts";
import type { Config, GitHubConfig } from "./config.ts";
import { createGitHub } from "./executors/github/create-github.ts";
import { createMailroom } from "./flow/create-mailroom.ts";
import { createShowroom } from "./flow/create-showroom.ts";
import { createTriggerIndexes } from "./flow/create-trigger-indexes.ts";
import type { House } from "./flow/house.ts";
import { sweep } from "./flow/sweep.ts";
import { viewDiff } from "./flow/view-diff.ts";
import { createGitHubDoor } from "./inbound/github/create-github-door.ts";
import { type OpenLedger, openLedger } from "./ledger/open-ledger.ts";
import type { Log } from "./ports.ts";
import { createWebPages } from "./web/create-web-pages.ts";
import { createEffects } from "./wiring/create-effects.ts";
import { createLibrary } from "./wiring/create-library.ts";
import { openQueue } from "./wiring/open-queue.ts";
import { openServer } from "./wiring/open-server.ts";
import { repeat } from "./wiring/repeat.ts";
import { runJobs } from "./wiring/run-jobs.ts";

/** How often each kind of work looks for more when nothing nudges it, in milliseconds. */
const every = { delivery: 1_000, show: 250, sweep: 5_000 };

export interface Bot {
  /** Where it listens, on this machine. */
  url: string;
  /** What happened so far, to be read. */
  record: Pick<OpenLedger, "runs" | "outbox" | "approvals">;
  close(): Promise<void>;
}

/** Starts the whole bot in this process. Rejects, with everything closed again, when a part of it cannot start. */
export async function startBot(config: Config & { github: GitHubConfig }, log: Log): Promise<Bot> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) {
      await one().catch((cause) => log.error({ err: cause }, "not closed in order"));
    }
  };
  try {
    return { ...(await open(config, log, closers)), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function open(
  config: Config & { github: GitHubConfig },
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Omit<Bot, "close">> {
  const clock = { now: () => new Date() };
  const ledger = await openLedger({ url: config.databaseUrl, log });
  closers.push(() => ledger.close());
  const queue = await openQueue(config, ledger, log);
  closers.push(() => queue.close());

  const github = createGitHub({
    appId: Number(config.github.appId),
    privateKey: config.github.privateKey,
    ...(config.github.apiUrl === undefined ? {} : { baseUrl: config.github.apiUrl }),
    clock,
    log,
  });
  const mirrors = new Map<string, Repository>();
  const mirrorOf = (repository: RepositoryRef): Repository => {
    const known = mirrors.get(repository.fullName);
    if (known !== undefined) return known;
    const mirror = openMirror({
      directory: join(config.dataDirectory, "mirrors", repository.fullName.replace("/", "+")),
      remote: github.cloneUrl(repository),
      // By name: whatever installation the newest event came from.
      credential: () =>
        github.installationCredential({ fullName: repository.fullName, installationId: null }),
      log,
      environment: config.environment,
    });
    mirrors.set(repository.fullName, mirror);
    return mirror;
  };

  const house: House = {
    ...ledger,
    queue,
    triggersOf: createTriggerIndexes(),
    library: createLibrary(mirrorOf, clock),
    github,
    slack: await openSlack(config, log),
    clock,
    log,
    randomToken: () => randomBytes(16).toString("hex"),
    runUrl: (runId) => `${config.publicUrl}/runs/${runId}`,
    pullRequestUrl: (fullName, number) => `${config.github.webUrl}/${fullName}/pull/${number}`,
    mention: config.mention,
    homeRepository:
      config.homeRepository === undefined
        ? undefined
        : { fullName: config.homeRepository, installationId: null },
  };

  const mailroom = createMailroom(house);
  const showroom = createShowroom(house);
  const rounds = [
    repeat("deliveries", every.delivery, () => mailroom.round(), log),
    repeat("showing", every.show, () => showroom.round(), log),
    repeat("sweep", every.sweep, () => sweep(house), log),
  ];
  closers.push(async () => {
    await Promise.all(rounds.map((round) => round.stop()));
    await mailroom.finish();
  });
  const received = () => rounds[0]?.nudge();

  await runJobs(
    house,
    () =>
      createWorkshop({
        config: config.runner,
        ledger: ledger.workshop,
        effects: createEffects(house, ledger),
        repository: async (run) => mirrorOf(run.repository),
        dataDirectory: config.dataDirectory,
        log,
      }),
    config.runner.concurrency,
    log,
  );

  const doors = new Map([
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
  if (config.slack !== undefined) {
    const { openSlackDoor } = await import("./inbound/slack/open-slack-door.ts");
    const door = await openSlackDoor({
      ...config.slack,
      inbox: ledger.inbox,
      received,
      views: { diff: (token, by) => viewDiff(house, token, by) },
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
    log,
    now: clock.now,
  });
  const server = await openServer({ host: config.host, port: config.port, doors, pages }, log);
  closers.push(() => server.close());
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${server.port}`, record: ledger };
}

async function openSlack(config: Config, log: Log) {
  if (config.slack === undefined) return undefined;
  const { createSlack } = await import("./executors/slack/create-slack.ts");
  const { botToken, apiUrl } = config.slack;
  return createSlack({ botToken, apiUrl, log });
}
