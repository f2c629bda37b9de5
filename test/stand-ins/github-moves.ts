import { emit } from "./github-emit.ts";
import { runGit } from "./github-git-objects.ts";
import { pullJson } from "./github-pull-json.ts";
import { freshMirror, type Json, type World } from "./github-world.ts";

export interface BranchMove {
  repo: string;
  branch: string;
  /** Undefined: the branch is new. */
  before: string | undefined;
  /** Undefined: the branch is gone. */
  after: string | undefined;
  sender: string;
}

const nowhere = "0".repeat(40);

/** What follows when a branch has moved, however it did: `push`, and open pull requests get a new head. */
export async function branchMoved(world: World, move: BranchMove): Promise<void> {
  const { repo, branch, before, after, sender } = move;
  if (before === after) return;
  await emit(world, "push", repo, sender, await pushJson(world, move));
  if (after === undefined) return;
  const concerned = world.pulls.filter(
    (pull) => pull.isOpen && pull.headRepo === repo && pull.headRef === branch,
  );
  for (const pull of concerned) {
    if (pull.repo !== repo) await transfer(world, repo, pull.repo, after);
    pull.headSha = after;
    await emit(world, "pull_request", pull.repo, sender, {
      action: "synchronize",
      number: pull.number,
      before: before ?? nowhere,
      after,
      pull_request: await pullJson(world, pull.repo, pull.number),
    });
  }
}

/** Forks share their objects with the repository that they came from, as on GitHub. */
export async function transfer(world: World, from: string, to: string, sha: string): Promise<void> {
  const source = await freshMirror(world, from);
  const target = await freshMirror(world, to);
  await runGit(target, ["fetch", "-q", "--no-tags", source, sha]);
  await world.mirrors.adopt(to, sha);
}

/** The branch's commit, or undefined when there is no such branch. */
export async function branchSha(
  { upstream }: World,
  repo: string,
  branch: string,
): Promise<string | undefined> {
  const heads = await upstream.ask<{ ref: string; object: { sha: string } }[]>(
    "GET",
    `/repos/${repo}/git/matching-refs/heads/${encodePath(branch)}`,
  );
  return heads.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha;
}

export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

async function pushJson(world: World, move: BranchMove): Promise<Json> {
  const { repo, branch, before, after, sender } = move;
  const directory = await freshMirror(world, repo);
  const commits = after === undefined ? [] : await pushedCommits(world, directory, move, after);
  const isForced =
    before !== undefined && after !== undefined && !(await isAncestor(directory, before, after));
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? nowhere,
    after: after ?? nowhere,
    base_ref: null,
    created: before === undefined,
    deleted: after === undefined,
    forced: isForced,
    compare: `${world.origin}/${repo}/compare/${before ?? nowhere}...${after ?? nowhere}`,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: sender, email: `${sender}@users.noreply.github.com` },
  };
}

/** At most 20, as old as possible first. */
async function pushedCommits(
  world: World,
  directory: string,
  { repo, before, branch }: BranchMove,
  after: string,
): Promise<Json[]> {
  const { default_branch: main } = await world.upstream.ask<{ default_branch: string }>(
    "GET",
    `/repos/${repo}`,
  );
  const known = before ?? (branch === main ? undefined : `refs/heads/${main}`);
  const range = known === undefined ? [after] : [after, `^${known}`];
  const list = await runGit(directory, ["rev-list", "--reverse", "--topo-order", ...range]);
  const shas = list.split("\n").filter((line) => line !== "");
  return Promise.all(shas.slice(-20).map((sha) => commitJson(world, directory, repo, sha)));
}

async function commitJson(
  world: World,
  directory: string,
  repo: string,
  sha: string,
): Promise<Json> {
  const format = "%T%x00%aI%x00%an%x00%ae%x00%cn%x00%ce%x00%B";
  const [facts, changes] = await Promise.all([
    runGit(directory, ["log", "-1", `--format=${format}`, sha]),
    runGit(directory, [
      "diff-tree",
      "--root",
      "-r",
      "-m",
      "--first-parent",
      "--no-commit-id",
      "--name-status",
      "--no-renames",
      "-z",
      sha,
    ]),
  ]);
  const [tree, timestamp, name, email, committer, committerEmail, message = ""] = facts.split("\0");
  const paths = changes.split("\0");
  const withStatus = (letter: string) =>
    paths.filter((_, index) => index % 2 === 1 && paths[index - 1] === letter);
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message: message.trimEnd(),
    timestamp,
    url: `${world.origin}/${repo}/commit/${sha}`,
    author: { name, email },
    committer: { name: committer, email: committerEmail },
    added: withStatus("A"),
    removed: withStatus("D"),
    modified: [...withStatus("M"), ...withStatus("T")],
  };
}

async function isAncestor(directory: string, old: string, young: string): Promise<boolean> {
  const missing = await runGit(directory, ["rev-list", "--max-count=1", old, `^${young}`]);
  return missing === "";
}
