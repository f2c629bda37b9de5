import { type Comparison, compare } from "./github-diff.ts";
import { findPull, freshMirror, type Json, type World } from "./github-world.ts";

export interface PullJson extends Json {
  number: number;
  state: string;
  title: string;
  draft: boolean;
  head: { ref: string; sha: string; repo: { full_name: string } | null };
  base: { ref: string; sha: string; repo: { full_name: string } };
}

export interface IssueJson extends Json {
  number: number;
}

/** A pull request as emulate has it, with the head it has by now. */
export function amendPull(world: World, pull: PullJson): PullJson {
  const state = findPull(world, pull.base.repo.full_name, pull.number);
  if (state === undefined) return pull;
  const { merged } = state;
  return {
    ...pull,
    head: { ...pull.head, sha: state.headSha },
    ...(merged === undefined
      ? {}
      : { merged_at: merged.at, merge_commit_sha: merged.sha, state: "closed" }),
    draft: state.isDraft,
  };
}

/** The same with its numbers, as one pull request and its webhooks show them. */
export async function amendPullWhole(world: World, pull: PullJson): Promise<PullJson> {
  const amended = amendPull(world, pull);
  const state = findPull(world, pull.base.repo.full_name, pull.number);
  if (state === undefined) return amended;
  const { files, commits } = await comparisonOf(world, state.repo, amended.base.sha, state.headSha);
  const sum = (key: "additions" | "deletions") =>
    files.reduce((total, file) => total + file[key], 0);
  return {
    ...amended,
    ...(state.merged === undefined
      ? { merged: false }
      : { merged: true, merged_by: state.merged.by, mergeable: null }),
    commits,
    additions: sum("additions"),
    deletions: sum("deletions"),
    changed_files: files.length,
  };
}

export async function pullJson(world: World, repo: string, number: number): Promise<PullJson> {
  const pull = await world.upstream.ask<PullJson>("GET", `/repos/${repo}/pulls/${number}`);
  return amendPullWhole(world, pull);
}

/** The issue with this number, which may be a pull request: to GitHub one is the other. */
export async function issueJson(world: World, repo: string, number: number): Promise<IssueJson> {
  const state = findPull(world, repo, number);
  const place = state === undefined ? "issues" : "pulls";
  const asked = await world.upstream.ask<IssueJson>("GET", `/repos/${repo}/${place}/${number}`);
  return amendIssue(world, repo, asked);
}

/** What an issue and a pull request have in common, with the key by which one can tell. */
export function amendIssue(world: World, repo: string, asked: IssueJson): IssueJson {
  const state = findPull(world, repo, asked.number);
  if (state === undefined) return asked;
  const issue = Object.fromEntries(issueKeys.map((key) => [key, asked[key] ?? null]));
  const url = `${world.origin}/repos/${repo}/pulls/${asked.number}`;
  const htmlUrl = `${world.origin}/${repo}/pull/${asked.number}`;
  return {
    ...issue,
    number: asked.number,
    url: `${world.origin}/repos/${repo}/issues/${asked.number}`,
    html_url: htmlUrl,
    draft: state.isDraft,
    pull_request: {
      url,
      html_url: htmlUrl,
      diff_url: `${htmlUrl}.diff`,
      patch_url: `${htmlUrl}.patch`,
      merged_at: state.merged?.at ?? null,
    },
  };
}

const issueKeys = [
  "id",
  "node_id",
  "title",
  "body",
  "state",
  "locked",
  "user",
  "labels",
  "assignee",
  "assignees",
  "milestone",
  "comments",
  "comments_url",
  "author_association",
  "created_at",
  "updated_at",
  "closed_at",
];

export async function comparisonOf(
  world: World,
  repo: string,
  base: string,
  head: string,
): Promise<Comparison> {
  const directory = await freshMirror(world, repo);
  const range = `${base}...${head}`;
  const known = world.comparisons.get(range);
  if (known !== undefined) return known;
  const made = compare(directory, base, head);
  world.comparisons.set(range, made);
  return made;
}
