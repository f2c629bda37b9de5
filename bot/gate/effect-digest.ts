import { digest } from "#agents-schema/digest.ts";
import type { Effect } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";

type Target = Pick<Run, "repository" | "baseSha" | "headSha">;

/** Binds an effect to the repository and the commits it was made for. */
export function effectDigest(run: Target, effect: Effect): string {
  return digest({
    effect,
    repository: run.repository.fullName,
    baseSha: run.baseSha,
    headSha: run.headSha,
  });
}
