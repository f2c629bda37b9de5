import { Cron } from "croner";
import type { TriggerOf } from "#agents-schema/agent.ts";
import type { EventOf } from "#agents-schema/event.ts";
import type { CompiledTrigger } from "./compile-trigger.ts";
import { skip, start, type TriggerVerdict } from "./match-answer.ts";
import { matchFiles } from "./match-files.ts";
import type { PathMatches } from "./match-paths.ts";

/**
 * Judges a schedule's time for one trigger after the other. `changed` are the files that changed since the
 * agent's last run; they count only for a trigger that says `only_if_changed`.
 */
export function judgeSchedule(
  event: EventOf<"schedule">,
  changed: PathMatches,
): (compiled: CompiledTrigger) => TriggerVerdict | undefined {
  return (compiled) => {
    const { agent, trigger } = compiled;
    if (trigger.kind !== "scheduled") return undefined;
    const schedule = `\`${trigger.cron}\` (${trigger.timezone})`;
    if (!isDue(trigger, event.at)) {
      return skip(agent, trigger, 1, `${event.at} is no time of ${schedule}`);
    }
    const why = `its schedule ${schedule} came due`;
    if (trigger.onlyIfChanged === null) return start(agent, trigger, why);
    if (changed.files.length === 0) {
      return skip(agent, trigger, 2, "nothing changed since the last run");
    }
    return matchFiles(compiled, changed, why);
  };
}

function isDue({ cron, timezone }: TriggerOf<"scheduled">, at: string): boolean {
  const minute = new Date(at);
  minute.setUTCSeconds(0, 0);
  return new Cron(cron, { mode: "5-part", timezone, paused: true }).match(minute);
}
