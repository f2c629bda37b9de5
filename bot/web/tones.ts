import type { ApprovalState } from "#agents-schema/approval.ts";
import type { RunState } from "#agents-schema/run.ts";
import type { EffectState } from "#agents-schema/stored-effect.ts";
import type { Verdict } from "#agents-schema/verdict.ts";

/** A colour by its meaning: green done, red wrong, amber waits for a person, blue moves, grey over. */
export type Tone = "green" | "red" | "amber" | "blue" | "grey";

export const runTones: Record<RunState, Tone> = {
  queued: "grey",
  preparing: "blue",
  running: "blue",
  awaiting_approval: "amber",
  applying: "blue",
  succeeded: "green",
  failed: "red",
  cancelled: "grey",
  timed_out: "red",
  superseded: "grey",
  skipped: "grey",
};

export const effectTones: Record<EffectState, Tone> = {
  proposed: "blue",
  awaiting_approval: "amber",
  approved: "blue",
  sending: "blue",
  ambiguous: "amber",
  confirmed: "green",
  failed: "red",
  cancelled: "grey",
  refused: "red",
};

export const approvalTones: Record<ApprovalState, Tone> = {
  pending: "amber",
  approved: "green",
  changes_requested: "amber",
  dismissed: "grey",
  expired: "grey",
  superseded: "grey",
};

export const verdictTones: Record<Verdict["kind"], Tone> = {
  allow: "green",
  ask: "amber",
  deny: "red",
};
