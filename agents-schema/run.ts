import { z } from "zod";
import { Actor } from "./actor.ts";
import { Agent } from "./agent.ts";
import { Event, PullRequestFacts, RepositoryRef } from "./event.ts";
import { Place } from "./place.ts";

/** The legal moves of a run. Anything else is our mistake and throws. */
export const runMoves = {
  queued: ["preparing", "cancelled", "superseded", "failed"],
  preparing: ["running", "queued", "failed", "cancelled", "timed_out", "superseded"],
  running: [
    "queued",
    "awaiting_approval",
    "applying",
    "succeeded",
    "failed",
    "cancelled",
    "timed_out",
    "superseded",
  ],
  awaiting_approval: ["applying", "queued", "cancelled", "superseded", "failed", "succeeded"],
  applying: ["succeeded", "failed", "awaiting_approval"],
  succeeded: [],
  failed: [],
  cancelled: [],
  timed_out: [],
  superseded: [],
  skipped: [],
} as const satisfies Record<string, readonly string[]>;

export type RunState = keyof typeof runMoves;
export const runStates = Object.keys(runMoves) as [RunState, ...RunState[]];

/** May a run go from one state to the other? */
export function isRunMove(from: RunState, to: RunState): boolean {
  return (runMoves[from] as readonly string[]).includes(to);
}

/** Has the run ended? */
export function isTerminal(state: RunState): boolean {
  return runMoves[state].length === 0;
}

/** What a run has used so far. Money is counted from the usage that the model's API reports. */
export const Cost = z.object({
  usd: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  turns: z.number(),
});
export type Cost = z.infer<typeof Cost>;

export const noCost: Cost = { usd: 0, inputTokens: 0, outputTokens: 0, turns: 0 };

/** One agent on one event. The agent is the snapshot read at `baseSha`; it never changes during the run. */
export const Run = z.object({
  id: z.string(),
  agent: Agent,
  event: Event,
  repository: RepositoryRef,
  /** Commit the agent file and context are read from. */
  baseSha: z.string(),
  /** Commit the agent works on. */
  headSha: z.string(),
  pullRequest: PullRequestFacts.nullable(),
  /** A fork's pull request: review only, no SQL, no dbt, no bash. */
  isFork: z.boolean(),
  /**
   * `auto_commit` of the trigger that started it: true, straight onto the branch; false, a pull request of
   * its own; null, ask a person. Runs of an older version did not keep it: a person is asked.
   */
  autoCommit: z.boolean().nullable().default(null),
  changedFiles: z.array(z.string()),
  inputs: z.record(z.string(), z.string()),
  requestedBy: Actor,
  /** Why it started: the trigger that matched, in words. */
  because: z.string(),
  places: z.array(Place),
  concurrencyKey: z.string(),
  state: z.enum(runStates),
  /** Why it ended, failed or waits: a sentence for a person. */
  reason: z.string().nullable(),
  cost: Cost,
  stopRequestedBy: Actor.nullable(),
  /** Number of journal entries. */
  version: z.number(),
  /** Hash of the last journal entry. */
  journalHead: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Run = z.infer<typeof Run>;
