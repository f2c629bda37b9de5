import type { JournalRow } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";

/** `buster run --json`: `{run, effects, facts}`, a shape that is kept. */
export function answerOfRun(
  run: Run,
  effects: readonly StoredEffect[],
  journal: readonly JournalRow[],
): object {
  const { id, state, reason, cost } = run;
  return {
    run: { id, agent: run.agent.name, state, reason, cost },
    effects: effects.map(({ id: effectId, verdict, effect, state: effectState, ...rest }) => ({
      id: effectId,
      verdict,
      state: effectState,
      reason: rest.reason,
      ...effect,
    })),
    facts: journal.flatMap(({ entry }) => (entry.kind === "fact.measured" ? [entry.fact] : [])),
  };
}
