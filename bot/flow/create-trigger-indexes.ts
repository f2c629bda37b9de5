import type { Agent } from "#agents-schema/agent.ts";
import { compileTriggers, type TriggerIndex } from "../triggers/compile-triggers.ts";

/** The compiled triggers of a list of agents. */
export type TriggerIndexes = (agents: readonly Agent[]) => TriggerIndex;

/**
 * Compiles the agents of a commit once, however many events ask about them, and forgets them with their list:
 * the library hands out the same list for the same commit.
 */
export function createTriggerIndexes(): TriggerIndexes {
  const compiled = new WeakMap<readonly Agent[], TriggerIndex>();
  return (agents) => {
    const known = compiled.get(agents);
    if (known !== undefined) return known;
    const index = compileTriggers(agents.filter((agent) => agent.enabled));
    compiled.set(agents, index);
    return index;
  };
}
