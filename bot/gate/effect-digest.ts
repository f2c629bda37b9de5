import { digest } from "#agents-schema/digest.ts";
import type { Effect } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";

type Target = Pick<Run, "repository" | "baseSha" | "headSha">;

/** Binds an effect to the repository and the commits it was made for. */
export function effectDigest(run: Target, effect: Effect): string {
  return digest({
    effect: digested(effect),
    repository: run.repository.fullName,
    baseSha: run.baseSha,
    headSha: run.headSha,
  });
}

/**
 * What the digest is made of. A pull request of one commit with its own words has the digest that older
 * versions gave it, so that what they stored and had approved stays what it was.
 */
function digested(effect: Effect): object {
  if (effect.kind !== "pull_request") return effect;
  const { commits, ...rest } = effect;
  const [commit] = commits;
  const isPlain =
    commits.length === 1 && commit?.headline === effect.title && commit.body === effect.body;
  return isPlain ? { ...rest, changes: commit.changes } : effect;
}
