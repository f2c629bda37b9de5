import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitHubStandIn, startGitHubStandIn } from "../../test/stand-ins/github-stand-in.ts";
import { type SlackStandIn, startSlackStandIn } from "../../test/stand-ins/slack-stand-in.ts";
import { freePort } from "./free-port.ts";
import { readProject } from "./read-project.ts";

/** People of the play: the same on GitHub and on Slack. */
export const people = {
  /** Opens pull requests. */
  mia: { github: "mia", slack: "U0MIA0001" },
  /** May write, and approves. */
  ana: { github: "ana", slack: "U0ANA0001" },
  /** May read, but not write. */
  rob: { github: "rob", slack: "U0ROB0001" },
} as const;

export const channels = { docs: "C0DOCS001", quality: "C0QUAL001" } as const;

export interface Stage {
  github: GitHubStandIn;
  slack: SlackStandIn;
  /** Port that the bot shall listen on. */
  port: number;
  /** DuckDB file of the bike shop. */
  warehouse: string;
  dataDirectory: string;
  /** What `buster start` is told, every variable. */
  environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Files of the repository that replace or add to the bike shop's; null takes one away. */
  files?: Readonly<Record<string, string | null>>;
  /** A warehouse that is there already. */
  warehouse?: string;
  slackMode?: "socket" | "http";
  environment?: Readonly<Record<string, string>>;
}

/**
 * Sets up what Buster plays with: a GitHub and a Slack on this machine, a repository made from the bike
 * shop, and its warehouse. Everything is in a directory of its own, which is gone afterwards.
 */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), "buster-stage-"));
  const closers: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    // By HTTP Slack must be told at its start where we listen; else the port is taken as late as can be.
    const early = options.slackMode === "http" ? await freePort() : undefined;
    const warehouse = options.warehouse ?? join(directory, "bike-shop.duckdb");
    if (options.warehouse === undefined) {
      const { generate } = await import("../bike-shop/generate.ts");
      await generate({ database: warehouse });
    }
    const [github, slack] = await Promise.all([
      startGitHubStandIn({
        users: [
          { login: people.mia.github },
          { login: people.ana.github },
          { login: people.rob.github, permission: "read" },
        ],
        repositories: [{ name: "bike-shop", files: await filesOf(options.files ?? {}) }],
      }),
      startSlackStandIn({
        users: Object.values(people).map(({ github: name, slack: id }) => ({ id, name })),
        channels: [
          { id: channels.docs, name: "data-docs" },
          { id: channels.quality, name: "data-quality" },
        ],
        mode:
          options.slackMode === "http"
            ? { requestUrl: `http://127.0.0.1:${early}/slack/events` }
            : "socket",
      }),
    ]);
    closers.push(github.close, slack.close);
    const port = early ?? (await freePort());
    github.sendWebhooksTo(`http://127.0.0.1:${port}/webhooks/github`);
    const dataDirectory = join(directory, "data");
    return {
      github,
      slack,
      port,
      warehouse,
      dataDirectory,
      environment: {
        BUSTER_DATA: dataDirectory,
        PORT: String(port),
        LOG_LEVEL: "warn",
        BUSTER_REPOSITORY: `${github.organization}/bike-shop`,
        GITHUB_APP_ID: String(github.appId),
        GITHUB_APP_SLUG: github.appSlug,
        GITHUB_PRIVATE_KEY: github.privateKey,
        GITHUB_WEBHOOK_SECRET: github.webhookSecret,
        GITHUB_API_URL: github.apiUrl,
        GITHUB_WEB_URL: github.webUrl,
        GITHUB_WRITE_PAUSE_MS: "0",
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_API_URL: slack.apiUrl,
        ...(options.slackMode === "http"
          ? { SLACK_SIGNING_SECRET: slack.signingSecret }
          : { SLACK_APP_TOKEN: slack.appToken }),
        WAREHOUSE_URL: `duckdb:${warehouse}`,
        ...options.environment,
      },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function filesOf(
  changes: Readonly<Record<string, string | null>>,
): Promise<Record<string, string>> {
  const files = new Map(Object.entries(await readProject()));
  files.set("buster.yml", await settings());
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return Object.fromEntries(files);
}

/** The example's own settings, and who is who on Slack. */
async function settings(): Promise<string> {
  const own = await readFile(new URL("../bike-shop/buster.yml", import.meta.url), "utf8");
  const links = Object.values(people).map(
    ({ github, slack }) => `  - {github: ${github}, slack: ${slack}}`,
  );
  return [own.trimEnd(), "people:", ...links, "slack:", '  channel: "#data-docs"', ""].join("\n");
}
