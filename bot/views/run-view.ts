import type { Actor } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import type { EffectKind } from "#agents-schema/effect.ts";
import type { Finding } from "#agents-schema/finding.ts";
import type { Cost, RunState } from "#agents-schema/run.ts";
import type { EffectState } from "#agents-schema/stored-effect.ts";

export interface StepView {
  mark: "done" | "active" | "failed";
  text: string;
}

export interface EffectView {
  id: string;
  kind: EffectKind;
  /** The agent's own title for it. */
  title: string;
  state: EffectState;
  /** What happened to it, without its title: `committed abc1234`. */
  outcome: string;
  url: string | null;
}

/** A run as people see it: a fold of its journal. Every text in it may come from a stranger. */
export interface RunView {
  runId: string;
  agent: string;
  repository: string;
  pullRequest: { number: number; headRef: string } | null;
  state: RunState;
  /** The state as words: `Working`, `Waiting for approval`. */
  words: string;
  isOver: boolean;
  requestedBy: Actor;
  because: string;
  headSha: string;
  /** At most ten, the latest; `hidden` tells how many came before. */
  steps: readonly StepView[];
  hiddenSteps: number;
  facts: number;
  cost: Cost;
  /** The model that answered last; null before its first turn. */
  model: string | null;
  isOffline: boolean;
  elapsedMs: number;
  /** What the agent said at its end. */
  result: string | null;
  /** Why the run ended or waits. */
  reason: string | null;
  effects: readonly EffectView[];
  findings: readonly Finding[];
  approvals: readonly Approval[];
  /** Slack user and group ids that the agent file wants called when a run fails or finds something. */
  mention: readonly string[];
}

/** Where a card's links lead. */
export interface Links {
  /** The run page. */
  run: string;
  pullRequest: string | null;
}
