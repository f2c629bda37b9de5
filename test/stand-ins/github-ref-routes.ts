import { type ApiRequest, isOk, type Route } from "./github-api.ts";
import { branchMoved, branchSha, encodePath, transfer } from "./github-moves.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

/** Whatever moves a branch: the git data API and the contents API. */
export function refRoutes(world: World): readonly Route[] {
  /** Forwards, and tells what the branch was before and is after. */
  const watching = async (request: ApiRequest, branch: string | undefined): Promise<Answer> => {
    const { repo = "" } = request.params;
    if (branch === undefined) return request.forward();
    return world.turns(repo, async () => {
      const before = await branchSha(world, repo, branch).catch(() => undefined);
      const made = await request.forward();
      if (!isOk(made)) return made;
      const after = await branchSha(world, repo, branch);
      await branchMoved(world, { repo, branch, before, after, sender: request.caller.login });
      return made;
    });
  };

  const writesContents = async (request: ApiRequest) => {
    const named = request.body.branch ?? request.query.get("branch");
    const branch = typeof named === "string" ? named : "main";
    return watching(request, branch);
  };

  return [
    {
      method: "POST",
      path: ":repo/git/refs",
      handle: (request) => watching(request, branchIn(request.body.ref)),
    },
    {
      method: "PATCH",
      path: ":repo/git/refs/:ref+",
      handle: (request) => watching(request, branchIn(`refs/${request.params.ref}`)),
    },
    {
      method: "DELETE",
      path: ":repo/git/refs/:ref+",
      handle: (request) => watching(request, branchIn(`refs/${request.params.ref}`)),
    },
    { method: "PUT", path: ":repo/contents/:file+", handle: writesContents },
    { method: "DELETE", path: ":repo/contents/:file+", handle: writesContents },
    {
      method: "POST",
      path: ":repo/forks",
      async handle(request) {
        const { repo = "" } = request.params;
        const made = await request.forward();
        if (!isOk(made)) return made;
        const { full_name: fork } = made.body as { full_name: string };
        const main = await branchSha(world, repo, "main");
        if (main === undefined) return made;
        // emulate begins a fork with a README of its own instead of its parent's history.
        await transfer(world, repo, fork, main);
        await world.upstream.send({
          method: "PATCH",
          path: `/repos/${fork}/git/refs/heads/${encodePath("main")}`,
          authorization: request.caller.authorization,
          body: { sha: main, force: true },
        });
        return made;
      },
    },
  ];
}

function branchIn(ref: unknown): string | undefined {
  return typeof ref === "string" && ref.startsWith("refs/heads/")
    ? ref.slice("refs/heads/".length)
    : undefined;
}
