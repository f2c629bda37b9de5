import type { Config, GitHubConfig } from "./config.ts";
import { createGitHub } from "./executors/github/create-github.ts";
import type { OpenLedger } from "./ledger/open-ledger.ts";
import type { Log } from "./ports.ts";
import { createHealth } from "./wiring/create-health.ts";
import { createMirrors } from "./wiring/create-mirrors.ts";
import { openGround } from "./wiring/open-ground.ts";
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
  const { role } = config;
  const ground = await openGround(config, log, closers);
  const github = createGitHub({
    appId: Number(config.github.appId),
    privateKey: config.github.privateKey,
    ...(config.github.apiUrl === undefined ? {} : { baseUrl: config.github.apiUrl }),
    clock: ground.clock,
    lanes: ground.ledger.lanes,
    writeGapMs: config.github.writeGapMs,
    log,
  });
  const mirrorOf = createMirrors(config, github, log);

  const hall =
    role === "runner" ? undefined : await openHall(ground, config, github, mirrorOf, closers);
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
