import type { ChangedFile, Repository } from "#runner/ports.ts";

/** The files on disk as one more commit, `headSha`, on top of a clone's own commits. */
export function overlayDirectory(
  files: Repository,
  headSha: string,
  clone: Repository,
): Repository {
  const of = (sha: string) => (sha === headSha ? files : clone);
  return {
    async fetch(revisions) {
      for (const revision of revisions) await of(revision).fetch([revision]);
    },
    resolve: (revision) => of(revision).resolve(revision),
    // What differs is worked out from the content by whoever opened the directory.
    changedFiles: async (): Promise<readonly ChangedFile[]> => [],
    tree: (sha) => of(sha).tree(sha),
    readFile: (sha, path) => of(sha).readFile(sha, path),
    readFiles: (sha, paths) => of(sha).readFiles(sha, paths),
    materialise: (sha, directory) => of(sha).materialise(sha, directory),
  };
}
