import { assembleProject } from "../dbt/assemble/assemble-project.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { FileFacts } from "../dbt/facts/file-facts.ts";
import { readFileFacts } from "../dbt/facts/read-file-facts.ts";
import type { Repository, TreeEntry } from "../ports.ts";

/** What a dbt project is made of. Rows of seeds are data, not structure: only their names count. */
const structure = /\.(?:sql|ya?ml|md|py)$/;
const seed = /\.csv$/;
const elsewhere = /(?:^|\/)(?:target|node_modules|\.[^/]+)\//;
/** Longest file that is read, in bytes. */
const maxBytes = 1024 * 1024;

/** What files said when they were read, by their content: shared between commits, each content is read once. */
export type KnownFacts = Map<string, FileFacts>;

/**
 * The dbt project in a commit; undefined when there is none. With `known` of an earlier commit only what
 * differs from it is read.
 */
export async function readProject(
  repository: Pick<Repository, "readFiles">,
  sha: string,
  tree: readonly TreeEntry[],
  known: KnownFacts = new Map(),
): Promise<DbtProject | undefined> {
  const entries = tree.filter(({ path }) => !elsewhere.test(path));
  if (!entries.some(({ path }) => /(?:^|\/)dbt_project\.ya?ml$/.test(path))) return undefined;

  const wanted = entries.filter(
    ({ path, mode, size }) => structure.test(path) && mode.startsWith("100") && size <= maxBytes,
  );
  const unread = wanted.flatMap((entry) => (known.has(keyOf(entry)) ? [] : [entry.path]));
  const texts = await repository.readFiles(sha, unread);
  const files = new Map<string, FileFacts>();
  for (const entry of entries) {
    const { path, size } = entry;
    if (seed.test(path)) files.set(path, {});
    if (!structure.test(path)) continue;
    const text = texts.get(path);
    const facts =
      known.get(keyOf(entry)) ?? (text === undefined ? undefined : readFileFacts(path, text));
    if (facts !== undefined) {
      known.set(keyOf(entry), facts);
      files.set(path, facts);
    } else if (size > maxBytes) {
      files.set(path, { problem: { message: "it is longer than 1 MiB: it is left out" } });
    }
  }
  return assembleProject(files);
}

/** The same content is read as another thing under another name. */
function keyOf({ path, oid }: TreeEntry): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isSettings = /^(?:dbt_project|profiles|packages|dependencies|buster)\.ya?ml$/.test(name);
  return `${isSettings ? name : name.slice(name.lastIndexOf("."))} ${oid}`;
}
