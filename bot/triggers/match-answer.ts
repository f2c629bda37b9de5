import type { Agent, Trigger } from "#agents-schema/agent.ts";

/** What an agent does about an event. */
export interface TriggerMatch {
  readonly agent: Agent;
  readonly starts: boolean;
  /** A sentence for a person: what matched, or what it was skipped for. */
  readonly reason: string;
  /** The trigger that matched, or the one that came nearest; undefined when none had to. */
  readonly trigger: Trigger | undefined;
  /** The changed files that the trigger is about. Worked out when asked for. */
  readonly files: readonly string[];
}

/** How one trigger takes an event. Of those that do not start, the one that came furthest is told. */
export type TriggerVerdict =
  | { starts: true; answer: TriggerMatch }
  | { starts: false; stage: number; answer: TriggerMatch };

/** The verdict of a trigger that does not start; a higher stage came nearer to starting. */
export function skip(agent: Agent, trigger: Trigger, stage: number, why: string): TriggerVerdict {
  return { starts: false, stage, answer: skipped(agent, trigger, why) };
}

/** The answer of an agent that does not start. */
export function skipped(agent: Agent, trigger: Trigger | undefined, why: string): TriggerMatch {
  return { agent, starts: false, reason: `skipped: ${why}`, trigger, files: noFiles };
}

/** The verdict of a trigger that starts without being about files. */
export function start(agent: Agent, trigger: Trigger, why: string): TriggerVerdict {
  return { starts: true, answer: { agent, starts: true, reason: why, trigger, files: noFiles } };
}

const noFiles: readonly string[] = [];
