import type { ProjectFiles } from "../ports/project-files.ts";
import type { HandsFile } from "../ports.ts";
import { WorldFailure } from "../ports.ts";
import { refusePath } from "./refuse-path.ts";
import type { Studio } from "./studio.ts";
import type { ToolWorld } from "./tool.ts";

/** What dbt could read, and our own facts; never what it builds or other tools keep. */
const readable = /\.(?:sql|ya?ml|md|csv|py)$/;
const facts = /(?:^|\/)\.buster\/facts\/[^/]+\.json$/;
const elsewhere = /(?:^|\/)(?:target|dbt_packages|node_modules|\.[^/]+)\//;
/** Longest file that is read, in bytes. */
const maxBytes = 10 * 1024 * 1024;
/** What one run writes at most: a diff of the workspace and one pull request must hold it. */
const room = { files: 1_800, bytes: 9 * 1024 * 1024, factBytes: 24 * 1024 * 1024 };

export interface WorkspaceFiles extends ProjectFiles {
  /** What `write` wrote, with what was there before; null: nothing was. */
  written: ReadonlyMap<string, { before: string | null; text: string }>;
  /** Differs the workspace from the commit, apart from what `write` wrote? */
  isChanged: boolean;
  /** Calls when there is no room for much more. */
  whenFull(call: () => void): void;
}

/**
 * The project's files as the run sees them: those of its commit, with what was changed in the workspace. The
 * texts come from the commit and from one diff, so that nothing is read line by line. Property files are written
 * to the workspace, facts are kept beside it, unless both are only to be remembered. Facts of earlier runs are
 * those of the base: what a change says to be measured, or to be written by us, is not believed. Answers a
 * reason when the diff cannot be had.
 */
export async function openWorkspaceFiles(
  { run, hands, repository, studio }: Pick<ToolWorld, "run" | "hands" | "repository" | "studio">,
  { onlyRemembers }: { onlyRemembers: boolean },
): Promise<WorkspaceFiles | { refused: string }> {
  const diff = await hands.diff();
  if (!diff.ok) return { refused: diff.reason };
  const changed = new Map(diff.value.map((file) => [file.path, file]));
  const tree = (await repository.tree(run.headSha)).filter(
    ({ path, mode, size }) => mode.startsWith("100") && size <= maxBytes && isOfProject(path),
  );
  const committed = new Set(tree.flatMap(({ path }) => (facts.test(path) ? [] : [path])));
  const wanted = tree.flatMap(({ path }) => (path.endsWith(".csv") ? [] : [path]));
  const texts = await repository.readFiles(run.headSha, wanted);
  const known = await knownFacts(repository, run, texts);
  const written = new Map<string, { before: string | null; text: string }>();
  let full = () => {};

  const now = (path: string): string | undefined => {
    const own = written.get(path)?.text ?? studio.facts.get(path)?.text;
    if (own !== undefined || facts.test(path)) return own ?? known.get(path);
    const file = changed.get(path);
    if (file !== undefined) return file.content ?? undefined;
    return texts.get(path);
  };
  const exists = (path: string) => now(path) !== undefined || committed.has(path);

  return {
    written,
    isChanged: diff.value.some((file) => isOfProject(file.path) && !isOurs(studio.written, file)),
    whenFull(call) {
      full = call;
    },
    list: async () => {
      const paths = new Set([...committed, ...changed.keys(), ...known.keys(), ...written.keys()]);
      return [...paths].filter((path) => isOfProject(path) && exists(path)).sort();
    },
    read: async (path) =>
      now(path) ?? (committed.has(path) ? repository.readFile(run.headSha, path) : undefined),
    holds: async (path, text) =>
      facts.test(path) && !written.has(path) && !studio.facts.has(path)
        ? texts.get(path) === text
        : now(path) === text,
    refusal: (path) =>
      onlyRemembers
        ? undefined
        : refusePath(run.agent, path, exists(path) ? "modify" : "create", "documentation")?.replace(
            `${path}: `,
            "",
          ),
    async write(path, text) {
      const before = written.get(path)?.before ?? now(path) ?? null;
      written.set(path, { before, text });
      if (onlyRemembers) return;
      if (facts.test(path)) {
        studio.facts.set(path, { before: texts.get(path) ?? null, text });
      } else {
        const answer = await hands.write(path, text);
        if (!answer.ok) {
          throw new WorldFailure("sandbox-died", `writing ${path}: ${answer.reason}`);
        }
        studio.written.set(path, text);
      }
      if (isFull(studio)) full();
    },
  };
}

async function knownFacts(
  repository: ToolWorld["repository"],
  { baseSha, headSha }: Pick<ToolWorld["run"], "baseSha" | "headSha">,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  if (baseSha === headSha) return new Map([...texts].filter(([path]) => facts.test(path)));
  const paths = (await repository.tree(baseSha)).flatMap(({ path, mode, size }) =>
    mode.startsWith("100") && size <= maxBytes && facts.test(path) ? [path] : [],
  );
  return repository.readFiles(baseSha, paths);
}

function isFull({ written, facts: kept }: Pick<Studio, "written" | "facts">): boolean {
  const bytes = [...written.values()].reduce((sum, text) => sum + text.length, 0);
  const factBytes = [...kept.values()].reduce((sum, { text }) => sum + text.length, 0);
  return written.size > room.files || bytes > room.bytes || factBytes > room.factBytes;
}

function isOfProject(path: string): boolean {
  return facts.test(path) || (readable.test(path) && !elsewhere.test(path));
}

function isOurs(written: ReadonlyMap<string, string>, { path, content }: HandsFile): boolean {
  return content !== null && written.get(path) === content;
}
