import type { ProjectFiles } from "../ports/project-files.ts";
import type { HandsFile } from "../ports.ts";
import { WorldFailure } from "../ports.ts";
import { refusePath } from "./refuse-path.ts";
import type { ToolWorld } from "./tool.ts";

/** What dbt could read, and our own facts; never what it builds or other tools keep. */
const readable = /\.(?:sql|ya?ml|md|csv|py)$/;
const facts = /(?:^|\/)\.buster\/facts\/[^/]+\.json$/;
const elsewhere = /(?:^|\/)(?:target|dbt_packages|node_modules|\.[^/]+)\//;
/** Longest file that is read, in bytes. */
const maxBytes = 10 * 1024 * 1024;

export interface WorkspaceFiles extends ProjectFiles {
  /** What `write` wrote, with what was there before; null: nothing was. */
  written: ReadonlyMap<string, { before: string | null; text: string }>;
  /** Differs the workspace from the commit, apart from what `write` wrote? */
  isChanged: boolean;
}

/**
 * The project's files as the run sees them: those of its commit, with what was changed in the workspace. The
 * texts come from the commit and from one diff, so that nothing is read line by line. What is written goes to
 * the workspace too, unless it is only to be remembered. Answers a reason when the diff cannot be had.
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
  const committed = new Set(tree.map(({ path }) => path));
  const wanted = tree.flatMap(({ path }) => (path.endsWith(".csv") ? [] : [path]));
  const texts = await repository.readFiles(run.headSha, wanted);
  const written = new Map<string, { before: string | null; text: string }>();

  const now = (path: string): string | undefined => {
    const own = written.get(path)?.text;
    if (own !== undefined) return own;
    const file = changed.get(path);
    if (file !== undefined) return file.content ?? undefined;
    return texts.get(path);
  };
  const exists = (path: string) => now(path) !== undefined || committed.has(path);

  return {
    written,
    isChanged: diff.value.some((file) => isOfProject(file.path) && !isOurs(studio.written, file)),
    list: async () => {
      const paths = new Set([...committed, ...changed.keys(), ...written.keys()]);
      return [...paths].filter((path) => isOfProject(path) && exists(path)).sort();
    },
    read: async (path) =>
      now(path) ?? (committed.has(path) ? repository.readFile(run.headSha, path) : undefined),
    refusal: (path) =>
      onlyRemembers
        ? undefined
        : refusePath(run.agent, path, exists(path) ? "modify" : "create", "documentation")?.replace(
            `${path}: `,
            "",
          ),
    async write(path, text) {
      const before = written.get(path)?.before ?? now(path) ?? null;
      if (!onlyRemembers) {
        const answer = await hands.write(path, text);
        if (!answer.ok) {
          throw new WorldFailure("sandbox-died", `writing ${path}: ${answer.reason}`);
        }
        studio.written.set(path, text);
      }
      written.set(path, { before, text });
    },
  };
}

function isOfProject(path: string): boolean {
  return facts.test(path) || (readable.test(path) && !elsewhere.test(path));
}

function isOurs(written: ReadonlyMap<string, string>, { path, content }: HandsFile): boolean {
  return content !== null && written.get(path) === content;
}
