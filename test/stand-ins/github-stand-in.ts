import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessRoutes } from "./github-access-routes.ts";
import { createCallers } from "./github-callers.ts";
import { type CheckExtras, checkRoutes } from "./github-check-routes.ts";
import { commentRoutes } from "./github-comment-routes.ts";
import { deliveryRoutes } from "./github-delivery-routes.ts";
import type { GitHubFault } from "./github-faults.ts";
import { createMirrors } from "./github-git-mirror.ts";
import { createGitHubGraphql } from "./github-graphql.ts";
import type { GitHubOptions, Role } from "./github-options.ts";
import { type GitHubCall, openGitHubOverlay } from "./github-overlay.ts";
import { createPages } from "./github-pages.ts";
import { createPeople, type GitHubPeople } from "./github-people.ts";
import { pullRoutes } from "./github-pull-routes.ts";
import { reactionRoutes } from "./github-reaction-routes.ts";
import { createReadings, type GitHubReadings } from "./github-readings.ts";
import { refRoutes } from "./github-ref-routes.ts";
import { createRest } from "./github-rest.ts";
import { type ReviewExtras, reviewRoutes } from "./github-review-routes.ts";
import { seedRepositories } from "./github-seed.ts";
import { createTurns } from "./github-turns.ts";
import { appSettings, startUpstream, tokenOf } from "./github-upstream.ts";
import { createWebhooks, type GitHubDelivery } from "./github-webhooks.ts";
import type { World } from "./github-world.ts";

/*
 * GitHub for tests and the demo. Independent of us: emulate 0.12.2 (REST API, permissions of the app, git
 * objects, branch protection), GitHub's published GraphQL schema, and git itself (its smart HTTP protocol,
 * diffs, merges). Ours, in front of them: tokens and strictness, the webhooks, pull requests whose head
 * moves and their files, merging, reviews by line, buttons of checks, reactions, the GraphQL resolvers,
 * the web pages and faults. Known to be missing: statuses, deployments, tarballs, review threads, rulesets.
 */

export interface GitHubStandIn extends GitHubPeople, GitHubReadings {
  /** For Octokit and Probot, such as http://127.0.0.1:4000/api/v3. */
  apiUrl: string;
  webUrl: string;
  appId: number;
  appSlug: string;
  installationId: number;
  privateKey: string;
  webhookSecret: string;
  organization: string;
  gitUrl(repository?: string): string;
  /** A person's token. */
  tokenOf(login: string): string;
  sendWebhooksTo(url: string): void;
  /** Webhooks in the order in which they were sent, with the app's answers. */
  deliveries: readonly GitHubDelivery[];
  /** Sends a webhook again, under the same GUID. */
  redeliver(which: string | number): Promise<GitHubDelivery>;
  /** Resolves when the app has answered every webhook queued so far. */
  settled(): Promise<void>;
  /** Calls of the app, in order. */
  log: readonly GitHubCall[];
  /** Lets the next matching calls of the app fail: `failNext("POST /comments", { kind: "drop-after" })`. */
  failNext(match: string, fault: GitHubFault, times?: number): void;
  close(): Promise<void>;
}

export async function startGitHubStandIn(options: GitHubOptions): Promise<GitHubStandIn> {
  const organization = options.organization ?? "acme";
  const first = options.repositories[0]?.name;
  if (first === undefined) throw new Error("a GitHub without a repository is of no use");
  const app = appSettings(options);
  const overlay = await openGitHubOverlay();
  const root = await mkdtemp(join(tmpdir(), "github-stand-in-"));
  const upstream = await startUpstream(options, organization, overlay.origin);
  const people = [`${organization}-owner`, ...options.users.map(({ login }) => login)];
  const world: World = {
    organization,
    origin: overlay.origin,
    app,
    upstream,
    mirrors: createMirrors(root, upstream),
    webhooks: createWebhooks(app.webhookSecret, options.app?.webhookUrl),
    callers: createCallers(
      app,
      upstream.privateKey,
      new Map(people.map((login) => [tokenOf(login), login])),
    ),
    pulls: [],
    turns: createTurns(),
    comparisons: new Map(),
    isPrivate: (repo) =>
      options.repositories.some(
        ({ name, private: isPrivate }) => repo.endsWith(`/${name}`) && isPrivate === true,
      ),
    roleOf: (repo, login) => roleOf(options, organization, repo, login),
  };
  const close = async () => {
    await overlay.close();
    await upstream.close();
    await rm(root, { recursive: true, force: true });
  };
  try {
    await seedRepositories(world, options.repositories);
  } catch (cause) {
    await close();
    throw cause;
  }

  const checks = new Map<number, CheckExtras>();
  const reviews: ReviewExtras = new Map();
  const rest = createRest(world, [
    ...accessRoutes(world),
    ...deliveryRoutes(world),
    ...pullRoutes(world),
    ...reviewRoutes(world, reviews),
    ...reactionRoutes(world),
    ...commentRoutes(world),
    ...checkRoutes(world, checks),
    ...refRoutes(world),
  ]);
  const readings = createReadings(world, rest, first);
  overlay.serve({
    world,
    rest,
    graphql: createGitHubGraphql(world, rest),
    pages: createPages(readings, organization),
  });
  const { webhooks } = world;

  return {
    ...createPeople(world, checks, first),
    ...readings,
    apiUrl: `${overlay.origin}/api/v3`,
    webUrl: overlay.origin,
    appId: app.id,
    appSlug: app.slug,
    installationId: app.installationId,
    privateKey: upstream.privateKey,
    webhookSecret: app.webhookSecret,
    organization,
    gitUrl: (repository = first) => `${overlay.origin}/${organization}/${repository}.git`,
    tokenOf,
    sendWebhooksTo: webhooks.sendTo,
    deliveries: webhooks.deliveries,
    redeliver: webhooks.redeliver,
    settled: webhooks.settled,
    log: overlay.log,
    failNext: (match, fault, times = 1) => overlay.faults.add(match, fault, times),
    close,
  };
}

function roleOf(options: GitHubOptions, organization: string, repo: string, login: string): Role {
  const [owner] = repo.split("/");
  if (owner !== organization) return owner === login ? "admin" : "read";
  if (login === `${organization}-owner`) return "admin";
  const person = options.users.find((user) => user.login === login);
  return person === undefined ? "none" : (person.permission ?? "write");
}
