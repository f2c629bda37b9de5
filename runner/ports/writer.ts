import type { Cost } from "#agents-schema/run.ts";
import type { Statement } from "../facts/statement.ts";
import type { Brief } from "../writing/brief.ts";

/** A statement that the checker sent back, and why. */
export interface Refusal {
  statement: Statement;
  reason: string;
}

/**
 * Writes the documentation of one relation.
 *
 * Contract:
 * - What it does not know it leaves out: an empty answer is an answer.
 * - With `refusals` it is asked again, for statements in the place of those; others are kept.
 * - Rejects with WorldFailure `model-unavailable` when the language model cannot be had.
 */
export interface Writer {
  readonly name: string;
  write(
    brief: Brief,
    refusals: readonly Refusal[],
    signal: AbortSignal,
  ): Promise<{ statements: readonly Statement[]; cost: Cost | undefined }>;
}
