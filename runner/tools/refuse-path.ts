import type { Agent } from "#agents-schema/agent.ts";
import { judgePath } from "#agents-schema/judge-path.ts";

/**
 * Why an agent may not touch a path, or undefined. A path that needs a person's consent may be written
 * in the sandbox (the gate asks about the commit) but not read, because nobody is asked about that.
 */
export function refusePath(
  agent: Agent,
  path: string,
  action: "read" | "create" | "modify" | "delete",
  by?: "documentation",
): string | undefined {
  const verdict = judgePath(agent, path, action, by);
  if (verdict.kind === "allow") return undefined;
  if (verdict.kind === "ask" && action !== "read") return undefined;
  return `${path}: ${verdict.reason}`;
}
