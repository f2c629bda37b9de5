import { runGit } from "./github-git-objects.ts";
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

/** How GitHub writes that there is no commit. */
export const nowhere = "0".repeat(40);

/** What a `push` webhook says, from the history that git sees. */
export async function pushJson(world: World, move: BranchMove): Promise<Json> {
  const { repo, branch, before, after, sender } = move;
  const directory = await freshMirror(world, repo);
  const commits = after === undefined ? [] : await pushedCommits(world, directory, move, after);
  const isOnTop = commits.some(({ parents }) => parents === before);
  const isForced =
    before !== undefined &&
    after !== undefined &&
    !isOnTop &&
    (await leavesOut(directory, before, after));
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? nowhere,
    after: after ?? nowhere,
    base_ref: null,
    created: before === undefined,
    deleted: after === undefined,
    forced: isForced,
    compare: `${world.origin}/${repo}/compare/${before ?? nowhere}...${after ?? nowhere}`,
    commits: commits.map(({ parents, ...commit }) => commit),
    head_commit: commits.at(-1) ?? null,
    pusher: { name: sender, email: `${sender}@users.noreply.github.com` },
  };
}

const format = "%x01%H%x00%T%x00%aI%x00%an%x00%ae%x00%cn%x00%ce%x00%P%x00%B%x00";

/** The newest 20 that the branch did not have, oldest first; those of `main` are not news on a new branch. */
async function pushedCommits(
  world: World,
  directory: string,
  { repo, before, branch }: BranchMove,
  after: string,
): Promise<Json[]> {
  const known = before ?? (branch === "main" ? undefined : "refs/heads/main");
  const printed = await runGit(directory, [
    "log",
    "--topo-order",
    "--reverse",
    "--max-count=20",
    "--no-renames",
    "--name-status",
    "--diff-merges=first-parent",
    "-z",
    `--format=${format}`,
    after,
    ...(known === undefined ? [] : [`^${known}`]),
  ]);
  const records = printed.split("\u0001").slice(1);
  return records.map((record) => commitJson(`${world.origin}/${repo}`, record.split("\0")));
}

function commitJson(page: string, parts: readonly string[]): Json {
  const [sha, tree, timestamp, name, email, committer, committerEmail, parents, message = ""] =
    parts;
  const changes = parts.slice(9).filter((part) => part !== "");
  const withStatus = (letter: string) =>
    changes.filter((_, index) => index % 2 === 1 && changes[index - 1]?.trim() === letter);
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message: message.trimEnd(),
    timestamp,
    url: `${page}/commit/${sha}`,
    author: { name, email },
    committer: { name: committer, email: committerEmail },
    added: withStatus("A"),
    removed: withStatus("D"),
    parents,
    modified: [...withStatus("M"), ...withStatus("T")],
  };
}

async function leavesOut(directory: string, old: string, young: string): Promise<boolean> {
  return (await runGit(directory, ["rev-list", "--max-count=1", old, `^${young}`])) !== "";
}
