import type { InputDeclaration } from "#agents-schema/agent.ts";
import type { EventOf } from "#agents-schema/event.ts";
import type { Listener } from "./compile-trigger.ts";
import { skipped, type TriggerMatch } from "./match-answer.ts";

/**
 * Whether an agent that somebody asked for by name starts. Every agent can be asked for; one whose trigger
 * declares inputs gets what it declares, or does not start. Undefined for agents of other names.
 */
export function matchManual(
  { agent }: Listener,
  event: EventOf<"manual">,
): TriggerMatch | undefined {
  if (agent.name !== event.agent) return undefined;
  const trigger = agent.triggers.find((one) => "inputs" in one && one.kind === "manual");
  if (!agent.enabled) return skipped(agent, trigger, "the agent says `enabled: false`");
  for (const [name, declared] of Object.entries(
    trigger !== undefined && "inputs" in trigger ? trigger.inputs : {},
  )) {
    const why = unusable(name, declared, event.inputs[name]);
    if (why !== undefined) return skipped(agent, trigger, why);
  }
  return { agent, starts: true, reason: `${agent.name} was asked for by name`, trigger, files: [] };
}

function unusable(
  name: string,
  { type, required }: InputDeclaration,
  given: string | undefined,
): string | undefined {
  if (given === undefined) return required ? `the input \`${name}\` is required` : undefined;
  const isUsable =
    type === "string" ||
    (type === "boolean" && /^(?:true|false)$/.test(given)) ||
    (type === "number" && given.trim() !== "" && Number.isFinite(Number(given)));
  return isUsable ? undefined : `the input \`${name}\` is not a ${type}`;
}
