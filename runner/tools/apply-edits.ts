import { refusePath } from "./refuse-path.ts";
import type { ToolAnswer, ToolWorld } from "./tool.ts";

/** Exact replacements in one file, through the hands. */
export async function applyEdits(
  { run, hands }: ToolWorld,
  path: string,
  edits: readonly { find: string; replace: string; all: boolean }[],
): Promise<ToolAnswer> {
  const step = `Editing ${path}`;
  const refusal = refusePath(run.agent, path, "modify");
  if (refusal !== undefined) return { outcome: "refused", text: refusal, step };

  const answer = await hands.edit(path, edits);
  if (!answer.ok) return { outcome: "failed", text: `edit ${path}: ${answer.reason}`, step };
  return { outcome: "ok", text: `${answer.value.replaced} replacement(s) in ${path}`, step };
}
