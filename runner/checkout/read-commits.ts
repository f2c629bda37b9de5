import type { ChangedFile, Log, Repository, TreeEntry } from "../ports.ts";
import { createObjectReader, type ObjectReader } from "./create-object-reader.ts";
import { type Environment, gitEnvironment } from "./git-environment.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { parseChanges } from "./parse-changes.ts";
import { parseTree } from "./parse-tree.ts";
import { GitFailed, runGit } from "./run-git.ts";
import { writeFiles } from "./write-files.ts";

/** Where the commits are, and the part of each that counts: `""`, or a directory with `/` at its end. */
export interface CommitPlace {
  gitDirectory: string;
  prefix: string;
}

/** Longest time for one question about objects that are at hand, in milliseconds. */
const timeoutMs = 60_000;
/** Files above this size in bytes are not read as text. */
const maxText = 5 * 1024 * 1024;
/** Trees that are remembered: base and head of two runs. */
const maxTrees = 4;

interface KnownTree {
  entries: readonly TreeEntry[];
  byPath: ReadonlyMap<string, TreeEntry>;
}

export interface MergeBase {
  /** The commit where two histories part; `base` where they never met. */
  mergeBase(base: string, head: string): Promise<string>;
}

/** Puts a commit's files into an empty directory. */
export type WriteOut = (
  tree: readonly TreeEntry[],
  read: (entries: readonly TreeEntry[]) => Promise<readonly Buffer[]>,
  directory: string,
) => Promise<void>;

/** Everything of a Repository that needs no network. */
export function readCommits(
  locate: () => Promise<CommitPlace>,
  machine: Environment,
  log: Log,
  writeOut: WriteOut = async (tree, read, directory) => {
    await writeFiles(tree, read, directory, log);
  },
): Omit<Repository, "fetch"> & MergeBase {
  const environment = gitEnvironment(machine, "none");
  const trees = new Map<string, Promise<KnownTree>>();
  let reader: ObjectReader | undefined;

  const ask = async (...args: string[]) => {
    const { gitDirectory } = await locate();
    return runGit([`--git-dir=${gitDirectory}`, ...args], { environment, timeoutMs });
  };
  const read = async (entries: readonly TreeEntry[]) => {
    const { gitDirectory } = await locate();
    reader ??= createObjectReader([`--git-dir=${gitDirectory}`], environment);
    return reader.read(entries.map(({ oid }) => oid));
  };
  const list = async (sha: string): Promise<KnownTree> => {
    const { prefix } = await locate();
    const entries = await ask(
      "ls-tree",
      "-r",
      "-z",
      "-l",
      "--full-tree",
      treeOf(sha, prefix),
    ).catch(async (cause: unknown) => {
      // The directory may not have been there yet.
      if (prefix !== "" && (await resolve(sha)) === sha) return Buffer.of();
      throw cause;
    });
    const parsed = parseTree(entries);
    return { entries: parsed, byPath: new Map(parsed.map((entry) => [entry.path, entry])) };
  };
  const known = (sha: string): Promise<KnownTree> =>
    orUnavailable(`reading the files of ${short(sha)}`, async () => {
      const tree = trees.get(sha) ?? list(mustBeSha(sha));
      trees.delete(sha);
      trees.set(sha, tree);
      for (const oldest of [...trees.keys()].slice(0, -maxTrees)) trees.delete(oldest);
      return tree.catch((cause: unknown) => {
        trees.delete(sha);
        throw cause;
      });
    });
  const resolve = async (revision: string): Promise<string | undefined> => {
    if (!/^[^-\s:?*[\\\p{C}][^\s:?*[\\\p{C}]*$/u.test(revision)) return undefined;
    try {
      const sha = await ask(
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        `${revision}^{commit}`,
      );
      return sha.toString("latin1").trim();
    } catch (cause) {
      if (cause instanceof GitFailed && cause.exitCode === 1) return undefined;
      throw cause;
    }
  };
  const readFiles = async (sha: string, paths: readonly string[]) => {
    const { byPath } = await known(sha);
    const wanted = [...new Set(paths)].flatMap((path) => {
      const entry = byPath.get(path);
      return entry !== undefined && isText(entry) ? [entry] : [];
    });
    return orUnavailable(`reading ${wanted.length} files of ${short(sha)}`, async () => {
      const contents = await read(wanted);
      return new Map(
        contents.map((content, index) => [wanted[index]?.path ?? "", content.toString("utf8")]),
      );
    });
  };

  return {
    resolve: (revision) => orUnavailable(`looking for ${revision}`, () => resolve(revision)),
    changedFiles: (base, head) =>
      orUnavailable(`comparing ${short(base)} with ${short(head)}`, () => compare(base, head)),
    mergeBase: (base, head) =>
      orUnavailable(`comparing ${short(base)} with ${short(head)}`, () =>
        mergeBase(mustBeSha(base), mustBeSha(head)),
      ),
    tree: async (sha) => (await known(sha)).entries,
    readFile: async (sha, path) => (await readFiles(sha, [path])).get(path),
    readFiles,
    async materialise(sha, directory) {
      const { entries } = await known(sha);
      await orUnavailable(`writing out ${short(sha)}`, () => writeOut(entries, read, directory));
    },
  };

  async function compare(base: string, head: string): Promise<ChangedFile[]> {
    const { prefix } = await locate();
    const from = await mergeBase(mustBeSha(base), mustBeSha(head));
    const relative = prefix === "" ? [] : [`--relative=${prefix}`];
    return parseChanges(
      await ask(
        ...["diff-tree", "-r", "-z", "--name-status", "--no-renames", "--no-ext-diff"],
        ...["--no-textconv", "--ignore-submodules=none", ...relative, from, head, "--"],
      ),
    );
  }

  /** Histories that never met are compared as they are. */
  async function mergeBase(base: string, head: string): Promise<string> {
    try {
      return (await ask("merge-base", base, head)).toString("latin1").trim();
    } catch (cause) {
      if (cause instanceof GitFailed && cause.exitCode === 1) return base;
      throw cause;
    }
  }
}

function treeOf(sha: string, prefix: string): string {
  return prefix === "" ? sha : `${sha}:${prefix.replace(/\/$/, "")}`;
}

function isText({ mode, size }: TreeEntry): boolean {
  return mode.startsWith("100") && size <= maxText;
}

function mustBeSha(sha: string): string {
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha)) return sha;
  throw new Error("that is no full commit id");
}

/** As people write commits; anything else stays as it is. */
function short(sha: string): string {
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 12) : sha;
}
