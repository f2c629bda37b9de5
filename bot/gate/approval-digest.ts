import { digest } from "#agents-schema/digest.ts";
import type { Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { effectDigest } from "./effect-digest.ts";

/**
 * What an approval is bound to: every effect's content, computed anew from the stored payload, in
 * order. A changed payload, repository or commit gives another digest.
 */
export function approvalDigest(
  run: Pick<Run, "id" | "repository" | "baseSha" | "headSha">,
  effects: readonly Pick<StoredEffect, "id" | "effect">[],
): string {
  return digest({
    runId: run.id,
    effects: effects.map(({ id, effect }) => ({ id, digest: effectDigest(run, effect) })),
  });
}
