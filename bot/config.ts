import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import {
  type RunnerConfig,
  RunnerEnvironment,
  setting,
  toRunnerConfig,
  wholeNumber,
} from "#runner/config.ts";
import { type Role, roles } from "./roles.ts";

/** What Buster is told by its environment. Nothing else reads environment variables. */
export interface Config {
  /** Embedded ledger, mirrors and workspaces. */
  dataDirectory: string;
  /** `pglite:<directory>` or `postgres://…`. */
  databaseUrl: string;
  redisUrl: string | undefined;
  role: Role;
  /** How long runs in hand may go on when the process is asked to stop. */
  drainSeconds: number;
  /** What runners show to bots, which lend them what reads a repository. */
  runnerToken: string | undefined;
  /** Of a runner: the bot that it asks. */
  botUrl: string | undefined;
  /** REST address of GitHub Enterprise; undefined: github.com. */
  githubApiUrl: string | undefined;
  host: string;
  port: number;
  /** Where people's browsers reach this server, without a slash at its end. */
  publicUrl: string;
  /** What opens the run pages to those who are not on this machine. */
  webToken: string | undefined;
  /** `owner/name`: what Slack commands are about. */
  homeRepository: string | undefined;
  /** Name that commands on GitHub begin with. */
  mention: string;
  github: GitHubConfig | undefined;
  slack: SlackConfig | undefined;
  logLevel: string;
  runner: RunnerConfig;
  /** The whole environment: git needs what tells it the way to the network. */
  environment: Readonly<Record<string, string | undefined>>;
}

export interface GitHubConfig {
  appId: string;
  privateKey: string;
  webhookSecret: string;
  slug: string;
  /** REST address of GitHub Enterprise; undefined: github.com. */
  apiUrl: string | undefined;
  /** Where people read pull requests, and where repositories are cloned from. */
  webUrl: string;
  /** Between two writes through one installation, in milliseconds. */
  writeGapMs: number;
}

export interface SlackConfig {
  botToken: string;
  mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string };
  apiUrl: string | undefined;
}

/** A variable that is missing or wrong, in words for whoever sets it. */
export interface ConfigMistake {
  variable: string;
  message: string;
}

const address = setting.pipe(
  z
    .url({ protocol: /^https?$/, error: "an address that begins with https:// or http://" })
    .optional(),
);

const secret = setting.pipe(
  z
    .string()
    .min(16, { error: "at least 16 characters, such as `openssl rand -hex 16` makes" })
    .optional(),
);

const Environment = RunnerEnvironment.extend({
  BUSTER_DATA: setting,
  XDG_DATA_HOME: setting,
  DATABASE_URL: setting.pipe(
    z
      .string()
      .regex(/^(?:postgres(?:ql)?:\/\/.|pglite:.)/, { error: "postgres://… or pglite:DIRECTORY" })
      .optional(),
  ),
  REDIS_URL: setting.pipe(z.url({ protocol: /^rediss?$/, error: "redis://…" }).optional()),
  BUSTER_ROLE: setting.pipe(z.enum(roles, { error: "one of all, bot, runner" }).default("all")),
  BUSTER_DRAIN_SECONDS: wholeNumber(0, 3_600, 20),
  BUSTER_RUNNER_TOKEN: secret,
  BUSTER_BOT_URL: address,
  HOST: setting.pipe(z.string().default("127.0.0.1")),
  PORT: wholeNumber(0, 65_535, 3000),
  PUBLIC_URL: address,
  BUSTER_WEB_TOKEN: secret,
  BUSTER_REPOSITORY: setting.pipe(
    z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, { error: "owner/name" })
      .optional(),
  ),
  BUSTER_MENTION: setting.pipe(
    z
      .string()
      .regex(/^@[\w-]+$/, { error: "a name such as @buster" })
      .optional(),
  ),
  GITHUB_APP_ID: setting.pipe(z.string().regex(/^\d+$/, { error: "a number" }).optional()),
  GITHUB_PRIVATE_KEY: setting,
  GITHUB_PRIVATE_KEY_FILE: setting,
  GITHUB_WEBHOOK_SECRET: setting,
  GITHUB_APP_SLUG: setting.pipe(z.string().default("buster")),
  GITHUB_API_URL: address,
  GITHUB_WEB_URL: address,
  GITHUB_WRITE_PAUSE_MS: wholeNumber(0, 60_000, 1_000),
  SLACK_BOT_TOKEN: setting.pipe(
    z.string().startsWith("xoxb-", { error: "a bot token begins with xoxb-" }).optional(),
  ),
  SLACK_APP_TOKEN: setting.pipe(
    z.string().startsWith("xapp-", { error: "an app-level token begins with xapp-" }).optional(),
  ),
  SLACK_SIGNING_SECRET: setting,
  SLACK_API_URL: address,
  LOG_LEVEL: setting.pipe(
    z
      .enum(["debug", "info", "warn", "error", "silent"], {
        error: "one of debug, info, warn, error, silent",
      })
      .default("info"),
  ),
});
type Environment = z.infer<typeof Environment>;

/** Reads the environment: a whole configuration, or every mistake at once. Values are never repeated. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
):
  | { config: Config; mistakes: readonly [] }
  | { config: undefined; mistakes: readonly ConfigMistake[] } {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => ({
      variable: path.join("."),
      message: `expected ${message}`,
    }));
    return { config: undefined, mistakes };
  }
  const mistakes: ConfigMistake[] = [];
  const github = githubOf(parsed.data, mistakes);
  const slack = slackOf(parsed.data, mistakes);
  checkRole(parsed.data, mistakes);
  if (mistakes.length > 0) return { config: undefined, mistakes };
  return { config: { ...toConfig(parsed.data, github, slack), environment: env }, mistakes: [] };
}

function toConfig(
  env: Environment,
  github: GitHubConfig | undefined,
  slack: SlackConfig | undefined,
): Omit<Config, "environment"> {
  const dataHome = env.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
  const dataDirectory = resolve(env.BUSTER_DATA ?? join(dataHome, "buster"));
  const shownHost = env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST;
  return {
    dataDirectory,
    databaseUrl: env.DATABASE_URL ?? `pglite:${join(dataDirectory, "ledger")}`,
    redisUrl: env.REDIS_URL,
    role: env.BUSTER_ROLE,
    drainSeconds: env.BUSTER_DRAIN_SECONDS,
    runnerToken: env.BUSTER_RUNNER_TOKEN,
    botUrl: env.BUSTER_BOT_URL?.replace(/\/+$/, ""),
    githubApiUrl: env.GITHUB_API_URL?.replace(/\/+$/, ""),
    host: env.HOST,
    port: env.PORT,
    publicUrl: (env.PUBLIC_URL ?? `http://${shownHost}:${env.PORT}`).replace(/\/+$/, ""),
    webToken: env.BUSTER_WEB_TOKEN,
    homeRepository: env.BUSTER_REPOSITORY,
    mention: env.BUSTER_MENTION ?? `@${env.GITHUB_APP_SLUG}`,
    github,
    slack,
    logLevel: env.LOG_LEVEL,
    runner: toRunnerConfig(env),
  };
}

/** An embedded ledger is one process's alone, so nobody can share the work with it. */
function checkRole(env: Environment, mistakes: ConfigMistake[]): void {
  if (env.BUSTER_BOT_URL !== undefined && env.BUSTER_RUNNER_TOKEN === undefined) {
    mistakes.push({ variable: "BUSTER_RUNNER_TOKEN", message: "is missing: the bots have it too" });
  }
  const isEmbedded = !/^postgres/.test(env.DATABASE_URL ?? "pglite:");
  if (env.BUSTER_ROLE === "all" || !isEmbedded) return;
  mistakes.push({
    variable: "DATABASE_URL",
    message: `must be postgres://… for the role ${env.BUSTER_ROLE}: an embedded ledger is for one process, which has the role all`,
  });
}

function githubOf(env: Environment, mistakes: ConfigMistake[]): GitHubConfig | undefined {
  const { GITHUB_APP_ID: appId, GITHUB_WEBHOOK_SECRET: webhookSecret } = env;
  const privateKey = privateKeyOf(env, mistakes);
  if (appId === undefined && privateKey === undefined && webhookSecret === undefined)
    return undefined;
  const missing = (variable: string, message: string) => mistakes.push({ variable, message });
  if (appId === undefined) missing("GITHUB_APP_ID", "is missing: it stands on the App's page");
  if (privateKey === undefined && mistakes.length === 0) {
    missing("GITHUB_PRIVATE_KEY_FILE", "is missing: the .pem file that the App's page generates");
  }
  if (webhookSecret === undefined) {
    missing("GITHUB_WEBHOOK_SECRET", "is missing: the secret that was typed into the App's page");
  }
  if (appId === undefined || privateKey === undefined || webhookSecret === undefined)
    return undefined;
  return {
    appId,
    privateKey,
    webhookSecret,
    slug: env.GITHUB_APP_SLUG,
    apiUrl: env.GITHUB_API_URL?.replace(/\/+$/, ""),
    writeGapMs: env.GITHUB_WRITE_PAUSE_MS,
    webUrl: (env.GITHUB_WEB_URL ?? "https://github.com").replace(/\/+$/, ""),
  };
}

/** The key itself (line breaks may be written `\n`), or the file that holds it. */
function privateKeyOf(env: Environment, mistakes: ConfigMistake[]): string | undefined {
  if (env.GITHUB_PRIVATE_KEY !== undefined) return env.GITHUB_PRIVATE_KEY.replaceAll("\\n", "\n");
  const file = env.GITHUB_PRIVATE_KEY_FILE;
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    mistakes.push({
      variable: "GITHUB_PRIVATE_KEY_FILE",
      message: `the file cannot be read (${code}): ${file}`,
    });
    return undefined;
  }
}

function slackOf(env: Environment, mistakes: ConfigMistake[]): SlackConfig | undefined {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  } = env;
  if (botToken === undefined && appToken === undefined && signingSecret === undefined)
    return undefined;
  if (botToken === undefined) {
    mistakes.push({ variable: "SLACK_BOT_TOKEN", message: "is missing: it begins with xoxb-" });
    return undefined;
  }
  const apiUrl = env.SLACK_API_URL;
  if (appToken !== undefined) return { botToken, mode: { kind: "socket", appToken }, apiUrl };
  if (signingSecret !== undefined)
    return { botToken, mode: { kind: "http", signingSecret }, apiUrl };
  mistakes.push({
    variable: "SLACK_APP_TOKEN",
    message: "is missing: xapp-… for Socket Mode, or SLACK_SIGNING_SECRET for HTTP",
  });
  return undefined;
}
