import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "#agents-schema/digest.ts";
import { type ChangedFile, type Repository, WorldFailure } from "#runner/ports.ts";

/** Commits in memory, by their name. */
export function createMemoryRepository(
  commits: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Repository {
  const at = (sha: string) => {
    const files = commits[sha];
    if (files !== undefined) return files;
    throw new WorldFailure("repository-unavailable", `reading ${sha}: there is no such commit`);
  };
  return {
    fetch: async (revisions) => {
      for (const sha of revisions) at(sha);
    },
    resolve: async (revision) => (revision in commits ? revision : undefined),
    changedFiles: async (base, head) => {
      const [before, after] = [at(base), at(head)];
      return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(
        (path): ChangedFile[] => {
          if (before[path] === after[path]) return [];
          if (after[path] === undefined) return [{ path, status: "deleted" }];
          return [{ path, status: before[path] === undefined ? "added" : "modified" }];
        },
      );
    },
    tree: async (sha) =>
      Object.entries(at(sha)).map(([path, text]) => ({
        path,
        mode: "100644",
        oid: sha256(text),
        size: Buffer.byteLength(text),
      })),
    readFile: async (sha, path) => at(sha)[path],
    readFiles: async (sha, paths) => {
      const files = at(sha);
      return new Map(
        paths.flatMap((path) => {
          const text = files[path];
          return text === undefined ? [] : [[path, text] as const];
        }),
      );
    },
    materialise: async (sha, directory) => {
      for (const [path, text] of Object.entries(at(sha))) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), text);
      }
    },
  };
}
