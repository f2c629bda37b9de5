import type { Effect } from "#agents-schema/effect.ts";
import type { Fact } from "#agents-schema/fact.ts";
import type { toolOutcomes } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { Clock, Hands, Repository, ToolDeclaration, Warehouse } from "../ports.ts";
import type { Studio } from "./studio.ts";

/** What a tool may use. Each run has its own. */
export interface ToolWorld {
  run: Run;
  hands: Hands;
  repository: Repository;
  /** undefined: none is configured, or this run may not use it. */
  warehouse: Warehouse | undefined;
  /** The dbt project at the head commit; undefined when the repository has none. */
  project: DbtProject | undefined;
  clock: Clock;
  signal: AbortSignal;
  /** Number that the next fact gets. */
  nextFactId(): number;
  /** Journals facts; they count as measured from then on. */
  recordFacts(facts: readonly Fact[]): Promise<void>;
  /** Sends a proposal to be judged. */
  propose(effect: Effect): Promise<{ id: string; verdict: Verdict }>;
  /** What was measured in this run: relation → answer. Lives as long as the run. */
  measured: Map<string, MeasuredRelation>;
  studio: Studio;
}

export interface MeasuredRelation {
  relation: string;
  columns: readonly { name: string; type: string }[];
  facts: readonly Fact[];
}

/** A tool's answer to the model. `step` is what people see: "Profiling fct_orders". */
export interface ToolAnswer {
  outcome: (typeof toolOutcomes)[number];
  text: string;
  step: string;
}

/**
 * Something the model may do.
 *
 * Contract: `use` answers `failed` or `refused` with a sentence that says what was asked and where it
 * looked; it rejects only with WorldFailure (the world is gone) or because of our own mistake.
 */
export interface Tool {
  readonly declaration: ToolDeclaration;
  /** Done again, in order, when a run goes on in a fresh workspace. */
  readonly changesFiles: boolean;
  use(world: ToolWorld, input: unknown): Promise<ToolAnswer>;
}
