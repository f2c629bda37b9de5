import type { CompiledTrigger, Listener } from "./compile-trigger.ts";
import { skipped, type TriggerMatch, type TriggerVerdict } from "./match-answer.ts";

/**
 * The agent's answer: its first trigger that starts, else the reason of the one that came nearest.
 * Undefined when `judge` says of every trigger that it does not listen for such an event.
 */
export function matchTriggers(
  { agent, triggers }: Listener,
  judge: (compiled: CompiledTrigger) => TriggerVerdict | undefined,
): TriggerMatch | undefined {
  let nearest: TriggerMatch | undefined;
  let stage = -1;
  for (const compiled of triggers) {
    const verdict = judge(compiled);
    if (verdict === undefined) continue;
    if (verdict.starts) {
      if (agent.enabled) return verdict.answer;
      return skipped(agent, compiled.trigger, "the agent says `enabled: false`");
    }
    if (verdict.stage <= stage) continue;
    nearest = verdict.answer;
    stage = verdict.stage;
  }
  return nearest;
}
