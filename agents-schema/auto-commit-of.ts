import type { Agent, Trigger } from "./agent.ts";

/**
 * What `auto_commit` says for a run that this trigger started. A run that no pull request trigger started,
 * such as one that somebody asked for, commits by itself (or on a branch of its own) only if every pull
 * request trigger of the agent says so; null, a person is asked, when they differ or there is none.
 */
export function autoCommitOf(agent: Agent, trigger: Trigger | undefined): boolean | null {
  if (trigger?.kind === "pull_request") return trigger.autoCommit;
  const [first = null, ...others] = agent.triggers.flatMap((one) =>
    one.kind === "pull_request" ? [one.autoCommit] : [],
  );
  return others.every((other) => other === first) ? first : null;
}
