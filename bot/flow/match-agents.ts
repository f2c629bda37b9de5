import type { Agent } from "#agents-schema/agent.ts";
import type { Event } from "#agents-schema/event.ts";
import type { TriggerMatch } from "../triggers/compile-triggers.ts";
import type { House } from "./house.ts";

/** Which agents listen for this event, and which of them start, each with its reason. */
export function matchAgents(
  { triggersOf }: Pick<House, "triggersOf">,
  agents: readonly Agent[],
  event: Event,
  about: { changedFiles: readonly string[]; home: string },
): readonly TriggerMatch[] {
  return triggersOf(agents).match(event, about.changedFiles, about.home);
}
