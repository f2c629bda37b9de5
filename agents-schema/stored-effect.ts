import { z } from "zod";
import { Effect, Receipt } from "./effect.ts";
import { Verdict } from "./verdict.ts";

/**
 * An effect's life: planned (`proposed`), approved, claimed (its run's settling is held by one process, and every
 * move asks for that), sent (`sending`), then confirmed or failed. `sending` is committed before the call to the
 * world; one whose answer nobody heard is `ambiguous`, and is looked for in the world before anything else.
 */
export const effectMoves = {
  proposed: ["awaiting_approval", "approved", "cancelled", "refused"],
  awaiting_approval: ["approved", "cancelled"],
  approved: ["sending", "failed", "cancelled"],
  sending: ["confirmed", "failed", "approved", "ambiguous"],
  ambiguous: ["confirmed", "failed"],
  confirmed: [],
  failed: [],
  cancelled: [],
  refused: [],
} as const satisfies Record<string, readonly string[]>;

export type EffectState = keyof typeof effectMoves;
export const effectStates = Object.keys(effectMoves) as [EffectState, ...EffectState[]];

/** May an effect go from one state to the other? */
export function isEffectMove(from: EffectState, to: EffectState): boolean {
  return (effectMoves[from] as readonly string[]).includes(to);
}

export const StoredEffect = z.object({
  /** `<run id>-e<seq>`: made from its cause, so that proposing twice changes nothing. */
  id: z.string(),
  runId: z.string(),
  seq: z.number(),
  effect: Effect,
  verdict: Verdict,
  state: z.enum(effectStates),
  /** sha256 hex over the canonical effect, repository, base and head SHA. */
  digest: z.string(),
  receipt: Receipt.nullable(),
  /** Why it failed, was refused or cancelled: a sentence for a person. */
  reason: z.string().nullable(),
});
export type StoredEffect = z.infer<typeof StoredEffect>;
