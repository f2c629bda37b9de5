import { z } from "zod";
import type { PullRequestFacts } from "#agents-schema/event.ts";
import type { Repository } from "./open-repository.ts";

const Side = z.object({ ref: z.string(), sha: z.string() });

const PullRequest = z.object({
  number: z.number(),
  title: z.string(),
  /** Null when the account was deleted. */
  user: z.object({ login: z.string() }).nullish(),
  draft: z.boolean().nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  state: z.enum(["open", "closed"]),
  base: Side,
  /** `repo` is null when the fork was deleted. */
  head: Side.extend({ repo: z.object({ full_name: z.string() }).nullish() }),
  additions: z.number().nullish(),
  deletions: z.number().nullish(),
});

/** A pull request as it is now; undefined when there is none of that number. */
export async function readPullRequest(
  repository: Repository,
  number: number,
): Promise<PullRequestFacts | undefined> {
  const found = await repository.readIfThere({
    doing: `reading #${number}`,
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    parameters: { pull_number: number },
    answer: PullRequest,
  });
  if (found === undefined) return undefined;

  const { base, head, additions, deletions } = found;
  return {
    number: found.number,
    title: found.title,
    author: found.user?.login ?? "ghost",
    draft: found.draft ?? false,
    labels: (found.labels ?? []).map(({ name }) => name),
    baseRef: base.ref,
    baseSha: base.sha,
    headRef: head.ref,
    headSha: head.sha,
    headRepository: head.repo?.full_name ?? null,
    changedLines: additions == null || deletions == null ? null : additions + deletions,
    state: found.state,
  };
}
