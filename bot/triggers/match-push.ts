import type { EventOf } from "#agents-schema/event.ts";
import type { CompiledTrigger } from "./compile-trigger.ts";
import { skip, type TriggerVerdict } from "./match-answer.ts";
import { matchFiles } from "./match-files.ts";
import type { PathMatches } from "./match-paths.ts";

/** Judges a push for one trigger after the other; undefined: it does not listen to that repository. */
export function judgePush(
  event: EventOf<"push">,
  changed: PathMatches,
  home: string,
): (compiled: CompiledTrigger) => TriggerVerdict | undefined {
  const here = event.repository.fullName.toLowerCase();
  const isHome = home.toLowerCase() === here;
  const why = `${event.branch} was pushed to`;
  return (compiled) => {
    const { agent, trigger, repository } = compiled;
    if (trigger.kind !== "push") return undefined;
    if (repository === undefined ? !isHome : repository !== here) return undefined;
    if (!compiled.isBranch(event.branch)) {
      const wanted = trigger.branches.join(", ");
      return skip(agent, trigger, 1, `the branch ${event.branch} is none of ${wanted}`);
    }
    return matchFiles(compiled, changed, why);
  };
}
