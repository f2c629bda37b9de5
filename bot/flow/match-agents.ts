import type { Agent } from "#agents-schema/agent.ts";
import type { Event } from "#agents-schema/event.ts";
import { compileTriggers, type TriggerMatch } from "../triggers/compile-triggers.ts";

/** Which agents listen for this event, and which of them start, each with its reason. */
export function matchAgents(
  agents: readonly Agent[],
  event: Event,
  changedFiles: readonly string[],
  home: string,
): readonly TriggerMatch[] {
  return compileTriggers(agents.filter((agent) => agent.enabled)).match(event, changedFiles, home);
}
