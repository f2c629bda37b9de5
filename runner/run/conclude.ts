import type { JournalEntry } from "#agents-schema/journal.ts";
import type { RunState } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import type { Ending } from "../loop/decide-step.ts";

/** Longest reason that is shown with a run, in characters. */
const maxReason = 500;

/**
 * Where a run goes when its conversation has ended. What was proposed and is still open decides
 * first: a person is asked, or it is carried out. Pure.
 */
export function conclude(
  entries: readonly JournalEntry[],
  ending: Ending,
): { to: RunState; reason: string | null } {
  const { open, refused } = foldEffects(entries);
  const why = ending.kind === "said" ? null : ending.reason.slice(0, maxReason);
  if (open.some(({ kind }) => kind === "ask")) return { to: "awaiting_approval", reason: why };
  if (open.length > 0) return { to: "applying", reason: why };

  switch (ending.kind) {
    case "noop":
      return { to: "succeeded", reason: why };
    case "out_of_time":
      return { to: "timed_out", reason: why };
    case "stopped":
      return { to: "failed", reason: why };
    case "said":
      if (refused !== undefined) {
        return { to: "failed", reason: `policy refused what the agent proposed: ${refused}` };
      }
      return { to: "succeeded", reason: ending.text.slice(0, maxReason) || "nothing to do" };
  }
}

/** Verdicts of the effects that still wait, and the reason of the last refusal since a person spoke. */
function foldEffects(entries: readonly JournalEntry[]): {
  open: Verdict[];
  refused: string | undefined;
} {
  const open = new Map<string, Verdict>();
  let refused: string | undefined;
  for (const entry of entries) {
    if (entry.kind === "effect.proposed") {
      if (entry.verdict.kind === "deny") refused = entry.verdict.reason;
      else open.set(entry.effectId, entry.verdict);
    }
    if (entry.kind === "effect.moved") open.delete(entry.effectId);
    if (entry.kind === "feedback.given") refused = undefined;
  }
  return { open: [...open.values()], refused };
}
