import type { DbtProject } from "../dbt/dbt-project.ts";
import { indexProject } from "../dbt/index-project.ts";
import type { Repository, TreeEntry } from "../ports.ts";

/** What a dbt project is made of. Rows of seeds are data, not structure: only their names count. */
const structure = /(?:^|\/)[^/]+\.(?:sql|ya?ml|md|py)$/;
const seed = /\.csv$/;
const elsewhere = /(?:^|\/)(?:target|dbt_packages|node_modules|\.[^/]+)\//;
/** Longest file that is read, in bytes. */
const maxBytes = 1024 * 1024;

/** The dbt project in a commit; undefined when there is none. */
export async function readProject(
  repository: Repository,
  sha: string,
  tree: readonly TreeEntry[],
): Promise<DbtProject | undefined> {
  const paths = tree.filter(({ path, size }) => !elsewhere.test(path) && size <= maxBytes);
  if (!paths.some(({ path }) => /(?:^|\/)dbt_project\.ya?ml$/.test(path))) return undefined;

  const files = new Map(
    await repository.readFiles(
      sha,
      paths.flatMap(({ path }) => (structure.test(path) ? [path] : [])),
    ),
  );
  for (const { path } of paths) if (seed.test(path)) files.set(path, "");
  return indexProject(files);
}
