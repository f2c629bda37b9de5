import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import type { GitHubConfig, SlackConfig } from "../../config.ts";
import { createScreen } from "../../wiring/create-screen.ts";
import { broken, type Check, off, works } from "./check.ts";

/** A check, and how far our clock is ahead of theirs, in milliseconds; null when they do not say. */
export interface Asked {
  check: Check;
  clockSkewMs: number | null;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** What the GitHub App was granted, beside what is needed. */
export async function checkGitHub(config: GitHubConfig | undefined): Promise<Asked> {
  if (config === undefined) {
    const fix =
      "make an App from app.yml, then set GITHUB_APP_ID, GITHUB_PRIVATE_KEY_FILE and GITHUB_WEBHOOK_SECRET";
    return { check: off("github", "not connected", fix), clockSkewMs: null };
  }
  try {
    const { createGitHub } = await import("../../executors/github/create-github.ts");
    const app = createGitHub({
      appId: Number(config.appId),
      privateKey: config.privateKey,
      ...(config.apiUrl === undefined ? {} : { baseUrl: config.apiUrl }),
      clock: { now: () => new Date() },
      log: quiet,
      screen: createScreen(createSecretScan([]), quiet),
    });
    const seen = await app.inspect();
    const skew = seen.clockSkewSeconds;
    return { check: judge(seen), clockSkewMs: skew === null ? null : skew * 1000 };
  } catch (cause) {
    const fix = "look at GITHUB_APP_ID, the private key and GITHUB_API_URL";
    return { check: broken("github", saying(cause), fix), clockSkewMs: null };
  }
}

function judge(seen: {
  slug: string;
  missingPermissions: readonly string[];
  missingEvents: readonly string[];
  installations: readonly { account: string; isSuspended: boolean }[];
}): Check {
  const { slug, missingPermissions, missingEvents } = seen;
  const lacks = [
    ...missingPermissions.map((permission) => `permission ${permission}`),
    ...missingEvents.map((event) => `event ${event}`),
  ];
  if (lacks.length > 0) {
    const fix = "grant them on the App's page, then accept them where it is installed";
    return broken("github", `${slug} lacks ${lacks.join(", ")}`, fix);
  }
  const accounts = seen.installations.filter(({ isSuspended }) => !isSuspended);
  if (accounts.length === 0) {
    return broken("github", `${slug} is installed nowhere`, "install it from the App's page");
  }
  const names = accounts.map(({ account }) => account).join(", ");
  return works("github", `${slug}, installed on ${names}; every permission and event is granted`);
}

/** What the Slack token is good for. */
export async function checkSlack(config: SlackConfig | undefined): Promise<Asked> {
  if (config === undefined) {
    const fix =
      "make an app from deploy/slack-manifest.yaml, then set SLACK_BOT_TOKEN and SLACK_APP_TOKEN";
    return { check: off("slack", "not connected", fix), clockSkewMs: null };
  }
  try {
    const { readSlackGrants } = await import("../../executors/slack/read-slack-grants.ts");
    const { botToken, apiUrl, mode } = config;
    const { team, missing, clockSkewMs } = await readSlackGrants({ botToken, apiUrl });
    const how = mode.kind === "socket" ? "Socket Mode" : "HTTP";
    if (missing.length === 0) {
      return { check: works("slack", `${team}, ${how}; every scope is granted`), clockSkewMs };
    }
    const lacks = missing.map(({ scope, use }) => `${scope} (${use})`).join(", ");
    const fix = "add them under OAuth & Permissions, then install the app again";
    return { check: broken("slack", `${team}: scopes are missing: ${lacks}`, fix), clockSkewMs };
  } catch (cause) {
    const fix = "look at SLACK_BOT_TOKEN and SLACK_API_URL";
    return { check: broken("slack", saying(cause), fix), clockSkewMs: null };
  }
}

function saying(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const why = cause.cause instanceof Error ? cause.cause.message : "";
  return why === "" || cause.message.includes(why) ? cause.message : `${cause.message}: ${why}`;
}
