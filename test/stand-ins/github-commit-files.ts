import { type Caller, isOk } from "./github-api.ts";
import { encodePath } from "./github-moves.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

/** `null` deletes the file. */
export type Changes = Readonly<Record<string, string | Uint8Array | null>>;

export interface Signature {
  name: string;
  email: string;
}

/** Puts a commit on top of `parent` with the caller's rights; no branch moves. Answers its id. */
export async function makeCommit(
  world: World,
  caller: Caller,
  order: {
    repo: string;
    /** Undefined makes a first commit. */
    parent: string | undefined;
    message: string;
    changes: Changes;
    author?: Signature;
    committer?: Signature;
  },
): Promise<string | Answer> {
  const { repo, parent, changes, ...signed } = order;
  const path = `/repos/${repo}/git`;
  const send = (part: string, body: object) =>
    world.upstream.send({
      method: "POST",
      path: `${path}/${part}`,
      authorization: caller.authorization,
      body,
    });
  const entries: object[] = [];
  for (const [file, content] of Object.entries(changes)) {
    const entry = { path: file, mode: "100644", type: "blob" };
    if (content === null || typeof content === "string") {
      entries.push(content === null ? { ...entry, sha: null } : { ...entry, content });
      continue;
    }
    const base64 = Buffer.from(content).toString("base64");
    const blob = await send("blobs", { content: base64, encoding: "base64" });
    if (!isOk(blob)) return blob;
    entries.push({ ...entry, sha: shaOf(blob) });
  }
  const base = parent === undefined ? undefined : await treeOf(world, repo, parent);
  const tree = await send("trees", {
    tree: entries,
    ...(base === undefined ? {} : { base_tree: base }),
  });
  if (!isOk(tree)) return tree;
  return makeCommitOfTree(world, caller, {
    ...signed,
    repo,
    tree: shaOf(tree),
    parents: parent === undefined ? [] : [parent],
  });
}

export async function makeCommitOfTree(
  { upstream }: World,
  { authorization }: Caller,
  order: {
    repo: string;
    parents: readonly string[];
    message: string;
    tree: string;
    author?: Signature;
    committer?: Signature;
  },
): Promise<string | Answer> {
  const { repo, ...body } = order;
  const path = `/repos/${repo}/git/commits`;
  const commit = await upstream.send({ method: "POST", path, authorization, body });
  return isOk(commit) ? shaOf(commit) : commit;
}

/** Moves (or creates) a branch with the caller's rights. */
export function moveBranch(
  world: World,
  caller: Caller,
  move: { repo: string; branch: string; exists: boolean; sha: string; force?: boolean },
): Promise<Answer> {
  const { repo, branch, exists, sha, force = false } = move;
  const { authorization } = caller;
  return exists
    ? world.upstream.send({
        method: "PATCH",
        path: `/repos/${repo}/git/refs/heads/${encodePath(branch)}`,
        authorization,
        body: { sha, force },
      })
    : world.upstream.send({
        method: "POST",
        path: `/repos/${repo}/git/refs`,
        authorization,
        body: { ref: `refs/heads/${branch}`, sha },
      });
}

async function treeOf({ upstream }: World, repo: string, commit: string): Promise<string> {
  const { tree } = await upstream.ask<{ tree: { sha: string } }>(
    "GET",
    `/repos/${repo}/git/commits/${commit}`,
  );
  return tree.sha;
}

function shaOf({ body }: Answer): string {
  return (body as { sha: string }).sha;
}
