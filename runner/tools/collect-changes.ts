import type { FileChange } from "#agents-schema/effect.ts";
import { refusePath } from "./refuse-path.ts";
import type { ToolWorld } from "./tool.ts";

export type CollectedChanges =
  | { kind: "changes"; changes: readonly FileChange[] }
  | { kind: "empty" | "failed" | "refused"; reason: string };

/**
 * Everything in the workspace that differs from the commit, with the facts that it stands on. What is word for word what the documentation wrote
 * in this run is marked so: a program in the sandbox may have changed a file since.
 */
export async function collectChanges({
  run,
  hands,
  repository,
  studio,
}: Pick<ToolWorld, "run" | "hands" | "repository" | "studio">): Promise<CollectedChanges> {
  const diff = await hands.diff();
  if (!diff.ok) return { kind: "failed", reason: `comparing the workspace: ${diff.reason}` };
  if (diff.value.length === 0) {
    return { kind: "empty", reason: "nothing in the workspace differs from the commit" };
  }
  const before = await repository.readFiles(
    run.headSha,
    diff.value.filter(({ status }) => status !== "added").map(({ path }) => path),
  );
  const inWorkspace = diff.value.map((file): FileChange => {
    const isOurs = file.content !== null && studio.written.get(file.path) === file.content;
    return {
      ...file,
      before: before.get(file.path) ?? null,
      ...(isOurs ? { by: "documentation" } : {}),
    };
  });

  const facts = [...studio.facts].flatMap(([path, { before: old, text }]): FileChange[] => {
    if (old === text) return [];
    const status = old === null ? "added" : "modified";
    return [{ path, status, content: text, before: old, by: "documentation" }];
  });
  const changes = [...inWorkspace, ...facts];

  const action = { added: "create", modified: "modify", deleted: "delete" } as const;
  const refusals = changes.flatMap(
    ({ path, status, by }) => refusePath(run.agent, path, action[status], by) ?? [],
  );
  if (refusals.length === 0) return { kind: "changes", changes };
  return {
    kind: "refused",
    reason: `these changes may not be proposed; undo them first:\n${refusals.join("\n")}`,
  };
}
