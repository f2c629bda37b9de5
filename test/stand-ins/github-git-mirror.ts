import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  encodeCommit,
  encodeTree,
  type GitIdentity,
  type GitKind,
  gitBytes,
  runGit,
  writeObject,
} from "./github-git-objects.ts";
import { parseCommit, parseTree, type TreeEntry } from "./github-git-parse.ts";
import type { Upstream } from "./github-upstream.ts";

/** Commits by full ref name. */
export type Refs = ReadonlyMap<string, string>;

/**
 * Bare repositories on disk that hold the same objects as emulate: what is served to git, and what real
 * git computes diffs and merges from.
 */
export interface Mirrors {
  /** Brings the repository's mirror up to date with emulate and answers its directory. */
  refresh(repo: string, extraRefs?: Refs): Promise<string>;
  /** Gives emulate every object of these commits that it lacks. The mirror must hold them. */
  adopt(repo: string, sha: string): Promise<void>;
  /** The same for a tree that no commit has yet. */
  adoptTree(repo: string, tree: string): Promise<void>;
  /** Lets git move the mirror's refs while nobody else does. Answers the branches before and after. */
  exclusively<Value>(
    repo: string,
    work: (directory: string) => Promise<Value>,
  ): Promise<{ done: Value; before: Refs; after: Refs }>;
  write(repo: string, kind: GitKind, content: Uint8Array): Promise<string>;
}

export interface CommitAnswer {
  tree: { sha: string };
  parents: readonly { sha: string }[];
  author: GitIdentity;
  committer: GitIdentity;
  message: string;
}

export function createMirrors(root: string, { ask }: Upstream): Mirrors {
  /** Objects that emulate and the mirror both have, by repository. */
  const shared = new Map<string, Set<string>>();
  /** Where the mirror's refs are; forgotten when git itself may have moved them. */
  const refs = new Map<string, Refs>();
  const queues = new Map<string, Promise<unknown>>();
  const directory = (repo: string) => join(root, `${repo}.git`);

  const inTurn = <Value>(repo: string, work: () => Promise<Value>): Promise<Value> => {
    const turn = (queues.get(repo) ?? Promise.resolve()).then(work);
    // The next one must not stumble over this one's failure; whoever asked hears of it.
    queues.set(
      repo,
      turn.catch(() => undefined),
    );
    return turn;
  };

  const prepare = async (repo: string): Promise<Set<string>> => {
    const known = shared.get(repo);
    if (known !== undefined) return known;
    await layOut(directory(repo));
    const fresh = new Set<string>();
    shared.set(repo, fresh);
    return fresh;
  };

  const write = async (repo: string, kind: GitKind, content: Uint8Array, expected?: string) => {
    const oid = await writeObject(directory(repo), kind, content);
    if (expected !== undefined && oid !== expected) {
      throw new Error(`${kind} ${expected} of ${repo} has other bytes in git: ${oid}`);
    }
    return oid;
  };

  const copyTree = async (repo: string, known: Set<string>, sha: string): Promise<void> => {
    if (known.has(sha)) return;
    const path = `/repos/${repo}/git`;
    const { tree } = await ask<{ tree: TreeEntry[] }>("GET", `${path}/trees/${sha}`);
    for (const entry of tree) {
      if (entry.type === "tree") await copyTree(repo, known, entry.sha);
    }
    const blobs = tree.filter(({ type, sha: oid }) => type === "blob" && !known.has(oid));
    await Promise.all(
      blobs.map(async ({ sha: oid }) => {
        const blob = await ask<{ content: string }>("GET", `${path}/blobs/${oid}`);
        await write(repo, "blob", Buffer.from(blob.content, "base64"), oid);
        known.add(oid);
      }),
    );
    await write(repo, "tree", encodeTree(tree), sha);
    known.add(sha);
  };

  const copyCommits = async (repo: string, known: Set<string>, tip: string): Promise<void> => {
    const stack = [tip];
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      if (known.has(sha)) continue;
      const commit = await ask<CommitAnswer>("GET", `/repos/${repo}/git/commits/${sha}`);
      const parents = commit.parents.map((parent) => parent.sha);
      await copyTree(repo, known, commit.tree.sha);
      await write(repo, "commit", encodeCommit({ ...commit, tree: commit.tree.sha, parents }), sha);
      known.add(sha);
      stack.push(...parents);
    }
  };

  const giveTree = async (repo: string, known: Set<string>, treeish: string): Promise<string> => {
    const path = `/repos/${repo}/git`;
    const entries = parseTree(await runGit(directory(repo), ["ls-tree", "-r", "-z", treeish]));
    for (const { type, sha: oid } of entries) {
      if (type !== "blob" || known.has(oid)) continue;
      const bytes = await gitBytes(directory(repo), ["cat-file", "blob", oid]);
      await ask("POST", `${path}/blobs`, { content: bytes.toString("base64"), encoding: "base64" });
      known.add(oid);
    }
    return (await ask<{ sha: string }>("POST", `${path}/trees`, { tree: entries })).sha;
  };

  const giveCommit = async (repo: string, known: Set<string>, sha: string): Promise<void> => {
    const tree = await giveTree(repo, known, sha);
    const raw = await runGit(directory(repo), ["cat-file", "commit", sha]);
    const made = await ask<{ sha: string }>("POST", `/repos/${repo}/git/commits`, {
      ...parseCommit(raw),
      tree,
    });
    if (made.sha !== sha) throw new Error(`commit ${sha} became ${made.sha} in emulate`);
    known.add(sha);
  };

  return {
    exclusively: (repo, work) =>
      inTurn(repo, async () => {
        const before = refs.get(repo) ?? new Map();
        const done = await work(directory(repo));
        const after = await listRefs(directory(repo));
        refs.set(repo, after);
        return { done, before, after };
      }),
    async write(repo, kind, content) {
      await prepare(repo);
      return write(repo, kind, content);
    },
    refresh: (repo, extraRefs) =>
      inTurn(repo, async () => {
        const known = await prepare(repo);
        const heads = await ask<{ ref: string; object: { sha: string } }[]>(
          "GET",
          `/repos/${repo}/git/matching-refs/heads/`,
        );
        const wanted = new Map(heads.map(({ ref, object }) => [ref, object.sha]));
        for (const [ref, sha] of extraRefs ?? []) wanted.set(ref, sha);
        for (const sha of wanted.values()) await copyCommits(repo, known, sha);
        await moveRefs(directory(repo), refs.get(repo) ?? new Map(), wanted);
        refs.set(repo, wanted);
        return directory(repo);
      }),
    adoptTree: (repo, tree) =>
      inTurn(repo, async () => {
        await giveTree(repo, await prepare(repo), tree);
      }),
    adopt: (repo, sha) =>
      inTurn(repo, async () => {
        const known = await prepare(repo);
        const list = await runGit(directory(repo), ["rev-list", "--reverse", "--topo-order", sha]);
        for (const commit of list.split("\n").filter((line) => line !== "" && !known.has(line))) {
          await giveCommit(repo, known, commit);
        }
      }),
  };
}

async function layOut(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await runGit(directory, ["init", "-q", "--bare", "-b", "main"]);
  await writeFile(
    join(directory, "config"),
    `[core]\n\trepositoryformatversion = 0\n\tbare = true\n[http]\n\treceivepack = true
[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowFilter = true\n[gc]\n\tauto = 0
[receive]\n\tautogc = false\n\tdenyDeleteCurrent = refuse\n`,
  );
  await rm(join(directory, "hooks"), { recursive: true, force: true });
  await mkdir(join(directory, "hooks"));
  await writeFile(join(directory, "protected"), "");
  await writeFile(join(directory, "hooks/update"), refuseProtected, { mode: 0o755 });
}

const refuseProtected = `#!/bin/sh
while read -r branch; do
  [ "refs/heads/$branch" = "$1" ] && echo "GH006: Protected branch update failed for $1." && exit 1
done < "$GIT_DIR/protected"
exit 0
`;

async function listRefs(directory: string): Promise<Map<string, string>> {
  const list = await runGit(directory, ["for-each-ref", "--format=%(refname) %(objectname)"]);
  return new Map(
    list
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string]),
  );
}

async function moveRefs(directory: string, present: Refs, wanted: Refs): Promise<void> {
  const orders = [
    ...[...present.keys()].filter((ref) => !wanted.has(ref)).map((ref) => `delete ${ref}`),
    ...[...wanted]
      .filter(([ref, sha]) => present.get(ref) !== sha)
      .map(([ref, sha]) => `update ${ref} ${sha}`),
  ];
  if (orders.length === 0) return;
  await runGit(directory, ["update-ref", "--stdin"], `${orders.join("\n")}\n`);
}
