import type { Run } from "#agents-schema/run.ts";
import { stateWords } from "./state-words.ts";
import { type SurfaceKind, styles } from "./surface.ts";

/** A longer list is the run page's. */
const shownRuns = 15;

/** What runs and what waits, one line for each run. */
export function statusText(runs: readonly Run[], surface: SurfaceKind): string {
  if (runs.length === 0) return "Nothing is running and nothing waits.";
  const style = styles[surface];
  const bullet = surface === "github" ? "-" : "•";
  const lines = runs.slice(0, shownRuns).map((run) => {
    const on = run.pullRequest === null ? "" : ` #${run.pullRequest.number}`;
    const state = run.stopRequestedBy === null ? stateWords[run.state] : "Stopping";
    return `${bullet} ${style.bold(run.agent.name, 100)} on ${style.code(`${run.repository.fullName}${on}`, 160)}: ${state} ${style.code(run.id, 40)}`;
  });
  const more = runs.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}
