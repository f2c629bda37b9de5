import picomatch from "picomatch";
import type { Agent, PathFilter, Trigger } from "#agents-schema/agent.ts";
import { type PullRequestAction, pullRequestActions } from "#agents-schema/event.ts";
import type { PathPatterns } from "./compile-paths.ts";
import { skip, type TriggerVerdict } from "./match-answer.ts";

/**
 * A trigger with everything worked out that does not depend on the event. Flat, because a thousand of them
 * are judged in a tenth of a millisecond: every object more to follow would show.
 */
export interface CompiledTrigger {
  readonly agent: Agent;
  readonly trigger: Trigger;
  /** Pull request actions that it hears, as bits by their place in `pullRequestActions`. */
  readonly actions: number;
  /** Only actions and files decide: own repository, every branch, no conditions. */
  readonly isPlain: boolean;
  /** Ids of the patterns of its path filter. */
  readonly include: readonly number[];
  readonly exclude: readonly number[];
  /** How the included patterns were written, in the same order. */
  readonly globs: readonly string[];
  /** No pattern at all: every event gets through, also one without files. */
  readonly isOpen: boolean;
  /** The verdict when the path filter lets no file through: the most frequent one, so it is made once. */
  readonly unmatched: TriggerVerdict;
  /** In lower case, as GitHub compares; undefined for the agents' own repository. */
  readonly repository: string | undefined;
  isBranch(branch: string): boolean;
}

export interface Listener {
  readonly agent: Agent;
  readonly triggers: readonly CompiledTrigger[];
}

/** Files are asked last: an agent that has none came nearest to starting. */
const unmatchedStage = 9;

/** Compiles one trigger; its path patterns are put into the tree that all agents share. */
export function compileTrigger(
  agent: Agent,
  trigger: Trigger,
  patterns: PathPatterns,
): CompiledTrigger {
  const { paths, branches } = filtersOf(trigger);
  const repository = "repository" in trigger ? trigger.repository?.toLowerCase() : undefined;
  const conditions = trigger.kind === "pull_request" ? trigger.conditions.length : 0;
  return {
    agent,
    trigger,
    actions: trigger.kind === "pull_request" ? actionBits(trigger.actions) : 0,
    isPlain: repository === undefined && branches.length === 0 && conditions === 0,
    include: paths.include.map(patterns.add),
    exclude: paths.exclude.map(patterns.add),
    globs: paths.include,
    isOpen: paths.include.length + paths.exclude.length === 0,
    unmatched: skip(agent, trigger, unmatchedStage, unmatchedReason(paths)),
    repository,
    isBranch: compileBranches(branches),
  };
}

/** The bits of `CompiledTrigger.actions` for some actions. */
export function actionBits(actions: readonly PullRequestAction[]): number {
  return actions.reduce((bits, action) => bits | (1 << pullRequestActions.indexOf(action)), 0);
}

function filtersOf(trigger: Trigger): { paths: PathFilter; branches: readonly string[] } {
  switch (trigger.kind) {
    case "pull_request":
    case "push":
      return trigger;
    case "scheduled":
      return trigger.onlyIfChanged ?? { paths: { include: [], exclude: [] }, branches: [] };
    default:
      return { paths: { include: [], exclude: [] }, branches: [] };
  }
}

function compileBranches(branches: readonly string[]): (branch: string) => boolean {
  if (branches.length === 0) return () => true;
  const isMatch = picomatch([...branches], { dot: true });
  return (branch) => branches.includes(branch) || isMatch(branch);
}

function unmatchedReason({ include, exclude }: PathFilter): string {
  if (include.length === 0) return `every changed file is excluded by ${exclude.join(", ")}`;
  const besides = exclude.length === 0 ? "" : ` (${exclude.join(", ")} left out)`;
  return `no changed file matches ${include.join(", ")}${besides}`;
}
