import { type ApiRequest, answer, isOk, refusal } from "./github-api.ts";
import { makeCommitOfTree, moveBranch } from "./github-commit-files.ts";
import { userJson } from "./github-emit.ts";
import { runGit } from "./github-git-objects.ts";
import { branchMoved, branchSha, closePull } from "./github-moves.ts";
import type { Answer } from "./github-upstream.ts";
import { freshMirror, type PullState, type World } from "./github-world.ts";

/** Merges by real git; emulate would take the head that the pull request was opened with. */
export async function mergePull(
  world: World,
  request: ApiRequest,
  state: PullState,
): Promise<Answer> {
  const { repo, number, headSha, baseRef } = state;
  const { caller, body } = request;
  if (!state.isOpen) return refusal(405, "Pull Request is not mergeable");
  if (state.isDraft) return refusal(405, "Pull Request is still a draft");
  if (body.sha !== undefined && body.sha !== headSha) {
    return refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const base = await branchSha(world, repo, baseRef);
  if (base === undefined) return refusal(405, "Base branch was deleted");
  const tree = await mergedTree(await freshMirror(world, repo), base, headSha);
  if (tree === undefined) return refusal(405, "Merge conflict");

  const title = `Merge pull request #${number} from ${state.headRepo.split("/")[0]}/${state.headRef}`;
  const parents = body.merge_method === "squash" ? [base] : [base, headSha];
  const message = typeof body.commit_title === "string" ? body.commit_title : title;
  await world.mirrors.adoptTree(repo, tree);
  const sha = await makeCommitOfTree(world, caller, { repo, parents, message, tree });
  if (typeof sha !== "string") return sha;
  const moved = await moveBranch(world, caller, { repo, branch: baseRef, exists: true, sha });
  if (!isOk(moved)) return moved;

  state.merged = { sha, by: await userJson(world, caller.login), at: new Date().toISOString() };
  await branchMoved(world, {
    repo,
    branch: baseRef,
    before: base,
    after: sha,
    sender: caller.login,
  });
  await closePull(world, state, caller.login);
  return answer(200, { sha, merged: true, message: "Pull Request successfully merged" });
}

/** Undefined when the two conflict. */
async function mergedTree(
  directory: string,
  base: string,
  head: string,
): Promise<string | undefined> {
  try {
    return (await runGit(directory, ["merge-tree", "--write-tree", base, head])).trim();
  } catch (cause) {
    if ((cause as { code?: number }).code === 1) return undefined;
    throw cause;
  }
}
