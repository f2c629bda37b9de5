import { join } from "node:path";
import { layOut, listRefs, moveRefs, type Refs } from "./github-git-layout.ts";
import { type GitKind, hasObject, readObject, writeObject } from "./github-git-objects.ts";
import {
  encodeCommit,
  encodeTree,
  type GitIdentity,
  parseCommit,
  parseTree,
  type TreeEntry,
} from "./github-git-parse.ts";
import { createTurns } from "./github-turns.ts";
import type { Upstream } from "./github-upstream.ts";

/**
 * Bare repositories on disk that hold the same objects as emulate: what is served to git, and what real
 * git computes diffs and merges from.
 */
export interface Mirrors {
  /** Brings the repository's mirror up to date with emulate and answers its directory. */
  refresh(repo: string, extraRefs?: Refs): Promise<string>;
  /** Gives emulate every object of this commit and its ancestors that it lacks in the repository. */
  adopt(repo: string, sha: string): Promise<void>;
  /** The same for a tree that no commit has yet. */
  adoptTree(repo: string, tree: string): Promise<void>;
  /** Lets git move the mirror's refs while nobody else does. Answers them before and after. */
  exclusively<Value>(
    repo: string,
    work: (directory: string) => Promise<Value>,
  ): Promise<{ done: Value; before: Refs; after: Refs }>;
  write(repo: string, kind: GitKind, content: Uint8Array): Promise<string>;
}

interface CommitAnswer {
  tree: { sha: string };
  parents: readonly { sha: string }[];
  author: GitIdentity;
  committer: GitIdentity;
  message: string;
}

interface Mirror {
  repo: string;
  directory: string;
  /** Objects that emulate has in this repository, as far as we have looked; the mirror has them all. */
  known: Set<string>;
  refs: Refs;
}

export function createMirrors(root: string, { ask }: Upstream): Mirrors {
  const mirrors = new Map<string, Promise<Mirror>>();
  const turns = createTurns();

  const mirrorOf = (repo: string): Promise<Mirror> => {
    const present = mirrors.get(repo);
    if (present !== undefined) return present;
    const directory = join(root, `${repo}.git`);
    const made = layOut(directory, join(root, "objects")).then(
      (): Mirror => ({ repo, directory, known: new Set(), refs: new Map() }),
    );
    mirrors.set(repo, made);
    return made;
  };

  const inTurn = <Value>(repo: string, work: (mirror: Mirror) => Promise<Value>) =>
    turns(repo, async () => work(await mirrorOf(repo)));

  const keep = async (mirror: Mirror, kind: GitKind, content: Uint8Array, expected: string) => {
    const oid = await writeObject(mirror.directory, kind, content);
    if (oid !== expected) throw new Error(`${kind} ${expected} has other bytes in git: ${oid}`);
    mirror.known.add(oid);
  };

  const copyBlob = async (mirror: Mirror, oid: string): Promise<void> => {
    if (hasObject(mirror.directory, oid)) {
      mirror.known.add(oid);
      return;
    }
    const path = `/repos/${mirror.repo}/git/blobs/${oid}`;
    const { content } = await ask<{ content: string }>("GET", path);
    await keep(mirror, "blob", Buffer.from(content, "base64"), oid);
  };

  const copyTree = async (mirror: Mirror, sha: string): Promise<void> => {
    if (mirror.known.has(sha)) return;
    const path = `/repos/${mirror.repo}/git/trees/${sha}`;
    const { tree } = await ask<{ tree: TreeEntry[] }>("GET", path);
    await Promise.all(
      tree
        .filter((entry) => !mirror.known.has(entry.sha))
        .map(({ type, sha: oid }) => {
          if (type === "commit") return undefined;
          return type === "tree" ? copyTree(mirror, oid) : copyBlob(mirror, oid);
        }),
    );
    await keep(mirror, "tree", encodeTree(tree), sha);
  };

  const copyCommits = async (mirror: Mirror, tip: string): Promise<void> => {
    const stack = [tip];
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      if (mirror.known.has(sha)) continue;
      const path = `/repos/${mirror.repo}/git/commits/${sha}`;
      const commit = await ask<CommitAnswer>("GET", path);
      const parents = commit.parents.map((parent) => parent.sha);
      await copyTree(mirror, commit.tree.sha);
      const bytes = encodeCommit({ ...commit, tree: commit.tree.sha, parents });
      await keep(mirror, "commit", bytes, sha);
      stack.push(...parents);
    }
  };

  const giveTree = async (mirror: Mirror, sha: string): Promise<void> => {
    if (mirror.known.has(sha)) return;
    const path = `/repos/${mirror.repo}/git`;
    const entries = parseTree(await readObject(mirror.directory, sha));
    for (const { type, sha: oid } of entries) {
      if (type === "tree") await giveTree(mirror, oid);
      if (type !== "blob" || mirror.known.has(oid)) continue;
      const content = (await readObject(mirror.directory, oid)).toString("base64");
      await ask("POST", `${path}/blobs`, { content, encoding: "base64" });
      mirror.known.add(oid);
    }
    await ask("POST", `${path}/trees`, { tree: entries });
    mirror.known.add(sha);
  };

  const giveCommit = async (mirror: Mirror, sha: string): Promise<void> => {
    if (mirror.known.has(sha)) return;
    const commit = parseCommit(await readObject(mirror.directory, sha));
    for (const parent of commit.parents) await giveCommit(mirror, parent);
    await giveTree(mirror, commit.tree);
    const made = await ask<{ sha: string }>("POST", `/repos/${mirror.repo}/git/commits`, commit);
    if (made.sha !== sha) throw new Error(`commit ${sha} became ${made.sha} in emulate`);
    mirror.known.add(sha);
  };

  return {
    exclusively: (repo, work) =>
      inTurn(repo, async (mirror) => {
        const before = mirror.refs;
        const done = await work(mirror.directory);
        mirror.refs = await listRefs(mirror.directory);
        return { done, before, after: mirror.refs };
      }),
    async write(repo, kind, content) {
      return writeObject((await mirrorOf(repo)).directory, kind, content);
    },
    refresh: (repo, extraRefs) =>
      inTurn(repo, async (mirror) => {
        const heads = await ask<{ ref: string; object: { sha: string } }[]>(
          "GET",
          `/repos/${repo}/git/matching-refs/heads/`,
        );
        const wanted = new Map(heads.map(({ ref, object }) => [ref, object.sha]));
        for (const [ref, sha] of extraRefs ?? []) wanted.set(ref, sha);
        for (const sha of wanted.values()) await copyCommits(mirror, sha);
        await moveRefs(mirror.directory, mirror.refs, wanted);
        mirror.refs = wanted;
        return mirror.directory;
      }),
    adoptTree: (repo, tree) => inTurn(repo, (mirror) => giveTree(mirror, tree)),
    adopt: (repo, sha) => inTurn(repo, (mirror) => giveCommit(mirror, sha)),
  };
}
