import type { EventOf } from "#agents-schema/event.ts";
import type { CompiledTrigger } from "./compile-trigger.ts";
import { skip, start, type TriggerVerdict } from "./match-answer.ts";
import { payloadValue, unmetFilter } from "./match-filters.ts";
import { matchWildcard } from "./match-wildcard.ts";

/**
 * Judges an event of the data stack for one trigger after the other; undefined: it listens for others. A
 * monitor's breach is such an event too: `data_quality_alert` with `model`, `check` and `severity`.
 */
export function judgeDataEvent(
  event: EventOf<"data_event">,
): (compiled: CompiledTrigger) => TriggerVerdict | undefined {
  return (compiled) =>
    compiled.trigger.kind === "monitor"
      ? judgeMonitor(compiled, event)
      : judgeEvent(compiled, event);
}

function judgeEvent(
  { agent, trigger }: CompiledTrigger,
  event: EventOf<"data_event">,
): TriggerVerdict | undefined {
  if (trigger.kind !== "event") return undefined;
  const { eventName, source, filters } = trigger;
  if (eventName !== null && !matchWildcard(eventName, event.name)) return undefined;
  if (source !== null && source.toLowerCase() !== event.source.toLowerCase()) {
    return skip(agent, trigger, 1, `the event comes from ${event.source}, not ${source}`);
  }
  const unmet = unmetFilter(filters, event.payload);
  if (unmet !== undefined) return skip(agent, trigger, 2, unmet);
  return start(agent, trigger, `${event.name} came from ${event.source}`);
}

function judgeMonitor(
  { agent, trigger }: CompiledTrigger,
  event: EventOf<"data_event">,
): TriggerVerdict | undefined {
  if (trigger.kind !== "monitor" || event.name !== "data_quality_alert") return undefined;
  const { models, checks, severity } = trigger;
  const said = (key: string) => String(payloadValue(event.payload, key) ?? "nothing");
  const model = said("model");
  if (models.length > 0 && !models.some((wanted) => matchWildcard(wanted, model))) {
    return skip(agent, trigger, 1, `the alert is about ${model}, not about ${models.join(", ")}`);
  }
  const check = said("check");
  if (!checks.some((wanted) => wanted === check)) {
    return skip(agent, trigger, 2, `the check ${check} is none of ${checks.join(", ")}`);
  }
  const level = said("severity");
  if (severity.length > 0 && !severity.includes(level)) {
    return skip(agent, trigger, 3, `the severity ${level} is none of ${severity.join(", ")}`);
  }
  return start(agent, trigger, `the monitor saw a breach of ${check} in ${model}`);
}
