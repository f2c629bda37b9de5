import type { Callers } from "./github-callers.ts";
import type { Comparison } from "./github-diff.ts";
import type { Mirrors } from "./github-git-mirror.ts";
import type { Role } from "./github-options.ts";
import type { Turns } from "./github-turns.ts";
import type { AppSettings, Upstream } from "./github-upstream.ts";
import type { Webhooks } from "./github-webhooks.ts";

/** What emulate forgets about a pull request: that its head moves, and that we merged it. */
export interface PullState {
  /** `owner/name` of the repository that the pull request was opened on. */
  repo: string;
  number: number;
  headRepo: string;
  headRef: string;
  headSha: string;
  baseRef: string;
  isOpen: boolean;
  isDraft: boolean;
  merged: { sha: string; by: unknown; at: string } | undefined;
}

/** Everything the routes share. */
export interface World {
  organization: string;
  /** Where the overlay listens, such as http://127.0.0.1:4000. */
  origin: string;
  app: AppSettings;
  upstream: Upstream;
  mirrors: Mirrors;
  webhooks: Webhooks;
  callers: Callers;
  pulls: PullState[];
  /** By repository: branches move and pull requests open one at a time, so that nothing slips between. */
  turns: Turns;
  /** What differs, by range of commits: two commits never differ in another way tomorrow. */
  comparisons: Map<string, Promise<Comparison>>;
  isPrivate(repo: string): boolean;
  /** What the person was given; `none` for a stranger, also on a public repository. */
  roleOf(repo: string, login: string): Role;
}

export type Json = Readonly<Record<string, unknown>>;

export function findPull(world: World, repo: string, number: number): PullState | undefined {
  return world.pulls.find((pull) => pull.repo === repo && pull.number === number);
}

/** The mirror of the repository with `refs/pull/N/head` in it, up to date. */
export function freshMirror(world: World, repo: string): Promise<string> {
  const heads = world.pulls
    .filter((pull) => pull.repo === repo)
    .map(({ number, headSha }) => [`refs/pull/${number}/head`, headSha] as const);
  return world.mirrors.refresh(repo, new Map(heads));
}

/** The app as it appears in check runs and comments. */
export function appJson({ app, organization, origin }: World): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: `A_${app.id}`,
    name: app.slug,
    owner: { login: organization, type: "Organization" },
    html_url: `${origin}/apps/${app.slug}`,
    permissions: app.permissions,
    events: app.events,
  };
}
