import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sha256 } from "#agents-schema/digest.ts";
import { type Log, type Repository, type TreeEntry, WorldFailure } from "../ports.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { walkDirectory } from "./walk-directory.ts";
import { writeFiles } from "./write-files.ts";

/** Files above this size in bytes are not read as text. */
const maxText = 5 * 1024 * 1024;

/**
 * A directory as it is on disk, as if it were one commit: without git, without what tools make
 * (`target`, `dbt_packages`, `node_modules`, …), without symlinks and without files that usually hold
 * passwords (`.env`, keys). Its files are listed once, at the first question. `HEAD` resolves to its
 * only revision, which is invented from paths, sizes and times.
 */
export function openDirectory(options: { directory: string; log: Log }): Repository {
  const directory = resolve(options.directory);
  let listed:
    | { sha: string; entries: readonly TreeEntry[]; byPath: Map<string, TreeEntry> }
    | undefined;
  const list = () => {
    if (listed !== undefined) return listed;
    const entries = walkDirectory(directory);
    const sha = sha256(entries.map(({ oid }) => oid).join("\n")).slice(0, 40);
    listed = { sha, entries, byPath: new Map(entries.map((entry) => [entry.path, entry])) };
    return listed;
  };
  const at = (sha: string) =>
    orUnavailable(`reading ${directory}`, async () => {
      const known = list();
      if (sha === known.sha) return known;
      throw new Error(`it is a directory without commits, there is no ${sha} in it`);
    });
  const readFiles = async (sha: string, paths: readonly string[]) => {
    const { byPath } = await at(sha);
    const texts = new Map<string, string>();
    for (const path of new Set(paths)) {
      const entry = byPath.get(path);
      if (entry === undefined || entry.size > maxText) continue;
      const content = readIfThere(join(directory, path));
      if (content !== undefined) texts.set(path, content.toString("utf8"));
    }
    return texts;
  };

  return {
    async fetch(revisions) {
      for (const revision of revisions) await at(revision);
    },
    resolve: (revision) =>
      orUnavailable(`reading ${directory}`, async () => {
        const { sha } = list();
        return revision === "HEAD" || revision === sha ? sha : undefined;
      }),
    async changedFiles(base, head) {
      await Promise.all([at(base), at(head)]);
      return [];
    },
    tree: async (sha) => (await at(sha)).entries,
    readFile: async (sha, path) => (await readFiles(sha, [path])).get(path),
    readFiles,
    async materialise(sha, target) {
      const { entries } = await at(sha);
      const read = async (wanted: readonly TreeEntry[]) =>
        wanted.map(({ path }) => {
          const content = readIfThere(join(directory, path));
          if (content !== undefined) return content;
          const message = `copying ${directory}: ${path} is gone since it was listed`;
          throw new WorldFailure("repository-unavailable", message);
        });
      await orUnavailable(`copying ${directory}`, () =>
        writeFiles(entries, read, target, options.log),
      );
    },
  };
}

/** The bytes of a regular file; undefined when it is gone, unreadable or a symlink by now. */
function readIfThere(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    // Somebody works in this directory: what is not there is not there.
    return undefined;
  }
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
