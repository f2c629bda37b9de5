import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { RunState } from "#agents-schema/run.ts";
import type { StepView } from "./run-view.ts";

/** How many steps a card shows: more is a log, and the run page has that. */
const shownSteps = 10;

/** What an agent is doing while a tool runs. Names of tools mean nothing to whoever watches. */
const doing: Record<string, string> = {
  read: "Reading files",
  glob: "Looking for files",
  grep: "Searching the repository",
  ls: "Looking around",
  write: "Writing a file",
  edit: "Editing a file",
  multi_edit: "Editing a file",
  run_sql: "Querying the warehouse",
  retrieve_metadata: "Profiling the data",
  profile_model: "Profiling the data",
  dbt: "Running dbt",
  document_models: "Documenting models",
  search_docs: "Searching the documentation",
  lineage: "Tracing lineage",
  impact: "Looking at what the change touches",
  propose_commit: "Proposing a commit",
  propose_pull_request: "Proposing a pull request",
  propose_comment: "Writing a comment",
  propose_review: "Writing a review",
};

/** The steps of a run as its journal tells them, the latest ten, with what is going on at its end. */
export function foldSteps(
  journal: readonly JournalRow[],
  state: RunState,
): { steps: StepView[]; hidden: number } {
  const all: StepView[] = [];
  for (const { entry } of journal) {
    const step = stepOf(entry);
    if (step === undefined) continue;
    if (all.at(-1)?.text !== step.text) all.push(step);
    else all.splice(-1, 1, step);
  }
  const now = activeStep(journal, state);
  if (now !== undefined) all.push({ mark: "active", text: now });
  return { steps: all.slice(-shownSteps), hidden: Math.max(0, all.length - shownSteps) };
}

function stepOf(entry: JournalEntry): StepView | undefined {
  switch (entry.kind) {
    case "workspace.ready":
      return { mark: "done", text: `Checked out ${entry.headSha.slice(0, 7)}` };
    case "context.loaded":
      return { mark: "done", text: `Read ${entry.files.length} files for context` };
    case "tool.result":
      return {
        mark: entry.outcome === "failed" || entry.outcome === "refused" ? "failed" : "done",
        text: entry.step,
      };
    case "feedback.given":
      return { mark: "done", text: "Was asked for changes" };
    default:
      return undefined;
  }
}

function activeStep(journal: readonly JournalRow[], state: RunState): string | undefined {
  switch (state) {
    case "queued":
      return "Waiting for a free worker";
    case "preparing":
      return "Getting the repository ready";
    case "running":
      return whatRuns(journal) ?? "Thinking";
    case "applying":
      return "Applying what was decided";
    default:
      return undefined;
  }
}

/** What the tool at work said last of how far it is. */
function farthest(journal: readonly JournalRow[]): string | undefined {
  const last = journal.at(-1)?.entry;
  return last?.kind === "progress" ? last.text : undefined;
}

/** The first tool call of the last turn that has no result yet. */
function whatRuns(journal: readonly JournalRow[]): string | undefined {
  const last = journal.findLastIndex(({ entry }) => entry.kind === "model.turn");
  const turn = journal[last]?.entry;
  if (turn?.kind !== "model.turn") return undefined;
  const answered = new Set(
    journal
      .slice(last)
      .flatMap(({ entry }) => (entry.kind === "tool.result" ? [entry.callId] : [])),
  );
  const open = turn.blocks.find((block) => block.kind === "tool_call" && !answered.has(block.id));
  if (open?.kind !== "tool_call") return undefined;
  return farthest(journal.slice(last)) ?? doing[open.tool] ?? "Working";
}
