import type { EventOf } from "#agents-schema/event.ts";
import { actionBits, type CompiledTrigger } from "./compile-trigger.ts";
import { skip, type TriggerVerdict } from "./match-answer.ts";
import { unmetCondition } from "./match-conditions.ts";
import { matchFiles } from "./match-files.ts";
import type { PathMatches } from "./match-paths.ts";

/** Judges a pull request's event for one trigger after the other; undefined: it does not listen to that repository. */
export function judgePullRequest(
  event: EventOf<"pull_request">,
  changed: PathMatches,
  home: string,
): (compiled: CompiledTrigger) => TriggerVerdict | undefined {
  const { action, pullRequest } = event;
  const here = event.repository.fullName.toLowerCase();
  const isHome = home.toLowerCase() === here;
  const why = `the pull request was ${said[action]}`;
  const bit = actionBits([action]);
  return (compiled) => {
    const isHeard = (compiled.actions & bit) !== 0;
    if (compiled.isPlain && isHome && isHeard) return matchFiles(compiled, changed, why);
    const { agent, trigger, repository } = compiled;
    if (trigger.kind !== "pull_request") return undefined;
    if (repository === undefined ? !isHome : repository !== here) return undefined;
    if (!isHeard) {
      const wanted = trigger.actions.join(", ");
      return skip(agent, trigger, 1, `it does not listen to \`${action}\`, only to ${wanted}`);
    }
    if (!compiled.isBranch(pullRequest.baseRef)) {
      const wanted = trigger.branches.join(", ");
      const target = pullRequest.baseRef;
      return skip(agent, trigger, 2, `the target branch ${target} is none of ${wanted}`);
    }
    const unmet = unmetCondition(trigger.conditions, pullRequest);
    if (unmet !== undefined) return skip(agent, trigger, 3, unmet);
    return matchFiles(compiled, changed, why);
  };
}

const said: Readonly<Record<EventOf<"pull_request">["action"], string>> = {
  opened: "opened",
  synchronize: "pushed to",
  reopened: "reopened",
  closed: "closed",
  labeled: "labelled",
  unlabeled: "relieved of a label",
};
