import type { Config } from "./config.ts";
import { createGitHub, type GitHubApp } from "./executors/github/create-github.ts";
import type { OpenLedger } from "./ledger/open-ledger.ts";
import type { Log } from "./ports.ts";
import { borrowAccess } from "./wiring/borrow-access.ts";
import { createHealth } from "./wiring/create-health.ts";
import { createMirrors, type RepositoryAccess } from "./wiring/create-mirrors.ts";
import { type Ground, openGround } from "./wiring/open-ground.ts";
import { openHall } from "./wiring/open-hall.ts";
import { openRunner } from "./wiring/open-runner.ts";
import { openServer } from "./wiring/open-server.ts";

export interface Bot {
  /** Where it listens, on this machine. */
  url: string;
  /** What happened so far, to be read. */
  record: Pick<OpenLedger, "runs" | "outbox" | "approvals">;
  close(): Promise<void>;
}

/**
 * Starts this process in its role: `bot`, `runner`, or both as `all`. Rejects, with everything closed again,
 * when a part of it cannot start.
 */
export async function startBot(config: Config, log: Log): Promise<Bot> {
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
  config: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Omit<Bot, "close">> {
  const { role } = config;
  const ground = await openGround(config, log, closers);
  const github = openGitHub(config, ground);
  const mirrorOf = createMirrors(config, accessOf(config, github), log);

  const hall =
    role === "runner" || github === undefined || config.github === undefined
      ? undefined
      : await openHall(ground, { ...config, github: config.github }, github, mirrorOf, closers);
  if (role !== "runner" && hall === undefined) throw new Error(notConnected);
  if (role !== "bot") await openRunner(ground, config, mirrorOf, closers);

  const health = createHealth(role, {
    ledger: ground.ledger.isUp,
    queue: ground.queue.isUp,
  });
  const server = await openServer(
    {
      host: config.host,
      port: config.port,
      doors: new Map([...(hall?.doors ?? []), ["/health", health]]),
      pages: hall?.pages ?? (async () => false),
    },
    log,
  );
  closers.push(() => server.close());
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${server.port}`, record: ground.ledger };
}

const notConnected =
  "GitHub is not connected: set GITHUB_APP_ID, GITHUB_PRIVATE_KEY_FILE and GITHUB_WEBHOOK_SECRET";

function openGitHub(
  { github }: Config,
  { clock, ledger, log, screen }: Ground,
): GitHubApp | undefined {
  if (github === undefined) return undefined;
  return createGitHub({
    appId: Number(github.appId),
    privateKey: github.privateKey,
    ...(github.apiUrl === undefined ? {} : { baseUrl: github.apiUrl }),
    clock,
    lanes: ledger.lanes,
    writeGapMs: github.writeGapMs,
    log,
    screen,
  });
}

/** A runner that is told of a bot asks it, whatever else it has. */
function accessOf(config: Config, github: GitHubApp | undefined): RepositoryAccess {
  const { role, botUrl, runnerToken, githubApiUrl: apiUrl } = config;
  if (role === "runner" && botUrl !== undefined && runnerToken !== undefined) {
    return borrowAccess({ botUrl, secret: runnerToken, apiUrl });
  }
  if (github === undefined) throw new Error(notConnected);
  return github;
}
