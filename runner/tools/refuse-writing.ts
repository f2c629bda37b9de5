import { refusePath } from "./refuse-path.ts";
import type { ToolWorld } from "./tool.ts";

/** Why an agent may not write a file, or undefined: creating and changing are two rights. */
export async function refuseWriting(
  { run, hands }: Pick<ToolWorld, "run" | "hands">,
  path: string,
): Promise<string | undefined> {
  const modify = refusePath(run.agent, path, "modify");
  const create = refusePath(run.agent, path, "create");
  if (modify === create) return modify;

  const exists = (await hands.read(path, 0, 1)).ok;
  return exists ? modify : create;
}
