import { emit } from "./github-emit.ts";
import { pullJson } from "./github-pull-json.ts";
import { type BranchMove, nowhere, pushJson } from "./github-push-json.ts";
import { freshMirror, type PullState, type World } from "./github-world.ts";

/** What follows when a branch has moved, however it did: `push`, and open pull requests get a new head. */
export async function branchMoved(world: World, move: BranchMove): Promise<void> {
  const { repo, branch, before, after, sender } = move;
  if (before === after) return;
  await emit(world, "push", repo, sender, await pushJson(world, move));
  const concerned = world.pulls.filter(
    (pull) => pull.isOpen && pull.headRepo === repo && pull.headRef === branch,
  );
  for (const pull of concerned) {
    if (after === undefined) {
      await closePull(world, pull, sender);
      continue;
    }
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

/** Closes a pull request and tells; GitHub also does it when the head's branch is deleted. */
export async function closePull(world: World, pull: PullState, sender: string): Promise<void> {
  const { repo, number } = pull;
  await world.upstream.ask("PATCH", `/repos/${repo}/pulls/${number}`, { state: "closed" });
  pull.isOpen = false;
  await emit(world, "pull_request", repo, sender, {
    action: "closed",
    number,
    pull_request: await pullJson(world, repo, number),
  });
}

/** Makes a commit of one repository known to another: forks share their objects, as on GitHub. */
export async function transfer(world: World, from: string, to: string, sha: string): Promise<void> {
  await freshMirror(world, from);
  await freshMirror(world, to);
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
