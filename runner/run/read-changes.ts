import { judgePath } from "#agents-schema/judge-path.ts";
import type { Run } from "#agents-schema/run.ts";
import type { ChangedFile, Repository, TreeEntry } from "../ports.ts";
import { diffExcerpt } from "../prompt/diff-excerpt.ts";

/** Files whose difference is worked out, and characters of each that are kept. */
const caps = { files: 100, diff: 8_000 };

/**
 * What changed, with how: the run knows the paths, the two commits know the rest. Of a file that the agent may not
 * read only the path is told.
 */
export async function readChanges(
  repository: Repository,
  run: Run,
  trees: { base: readonly TreeEntry[]; head: readonly TreeEntry[] },
): Promise<readonly (ChangedFile & { diff: string | undefined })[]> {
  const atBase = new Set(trees.base.map(({ path }) => path));
  const atHead = new Set(trees.head.map(({ path }) => path));
  const compared = run.changedFiles.slice(0, caps.files);
  const before = await repository.readFiles(
    run.baseSha,
    compared.filter((path) => atBase.has(path)),
  );
  const after = await repository.readFiles(
    run.headSha,
    compared.filter((path) => atHead.has(path)),
  );

  return run.changedFiles.map((path) => {
    const mayRead = judgePath(run.agent, path, "read").kind === "allow";
    const file = { path, before: before.get(path), after: after.get(path) };
    const isText = file.before !== undefined || file.after !== undefined;
    return {
      path,
      status: statusOf(atBase.has(path), atHead.has(path)),
      diff:
        mayRead && isText && file.before !== file.after ? diffExcerpt(file, caps.diff) : undefined,
    };
  });
}

function statusOf(isAtBase: boolean, isAtHead: boolean): ChangedFile["status"] {
  if (!isAtHead) return "deleted";
  return isAtBase ? "modified" : "added";
}
