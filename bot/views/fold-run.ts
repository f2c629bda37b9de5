import type { Approval } from "#agents-schema/approval.ts";
import type { JournalRow } from "#agents-schema/journal.ts";
import { isTerminal, type Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { foldSteps } from "./fold-steps.ts";
import type { RunView } from "./run-view.ts";
import { stateWords } from "./state-words.ts";
import { viewEffect } from "./view-effect.ts";

/**
 * A run as people see it, from what the ledger knows of it and nothing else: the same rows always give
 * the same view, so that a surface is only edited when there is news.
 */
export function foldRun(
  run: Run,
  journal: readonly JournalRow[],
  effects: readonly StoredEffect[],
  approvals: readonly Approval[],
): RunView {
  const { steps, hidden } = foldSteps(journal, run.state);
  const isOver = isTerminal(run.state);
  const turn = journal.findLast(({ entry }) => entry.kind === "model.turn")?.entry;
  const model = turn?.kind === "model.turn" ? turn.model : null;
  const until = journal.at(-1)?.at ?? run.updatedAt;
  return {
    runId: run.id,
    agent: run.agent.name,
    repository: run.repository.fullName,
    pullRequest:
      run.pullRequest === null
        ? null
        : { number: run.pullRequest.number, headRef: run.pullRequest.headRef },
    state: run.state,
    words: !isOver && run.stopRequestedBy !== null ? "Stopping" : stateWords[run.state],
    isOver,
    requestedBy: run.requestedBy,
    because: run.because,
    headSha: run.headSha,
    steps,
    hiddenSteps: hidden,
    facts: journal.filter(({ entry }) => entry.kind === "fact.measured").length,
    cost: run.cost,
    model,
    isOffline: model === "offline",
    elapsedMs: Math.max(0, Date.parse(until) - Date.parse(run.createdAt)),
    result: lastWords(journal),
    reason: run.reason,
    effects: effects.map(viewEffect),
    findings: effects.flatMap(({ effect, state }) =>
      effect.kind === "review" && state !== "cancelled" && state !== "refused"
        ? effect.findings
        : [],
    ),
    approvals,
    mention: run.agent.notifications.slack?.mention ?? [],
  };
}

/** What the agent said in the turn that ended its conversation. */
function lastWords(journal: readonly JournalRow[]): string | null {
  const turn = journal.findLast(({ entry }) => entry.kind === "model.turn")?.entry;
  if (turn?.kind !== "model.turn" || turn.stop === "tools") return null;
  const said = turn.blocks.flatMap((block) => (block.kind === "text" ? [block.text] : []));
  return said.join("\n\n").trim() || null;
}
