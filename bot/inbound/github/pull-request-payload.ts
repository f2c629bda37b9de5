import { z } from "zod";
import type { PullRequestFacts } from "#agents-schema/event.ts";

const Side = z.object({
  ref: z.string(),
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
});

/** A pull request as deliveries carry it. Only the fields we read. */
export const PullRequestPayload = z.object({
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
export type PullRequestPayload = z.infer<typeof PullRequestPayload>;

/** The facts of a pull request, in our words. */
export function readPullRequest(payload: PullRequestPayload): PullRequestFacts {
  const { base, head, additions, deletions } = payload;
  return {
    number: payload.number,
    title: payload.title,
    author: payload.user?.login ?? "ghost",
    draft: payload.draft ?? false,
    labels: (payload.labels ?? []).map(({ name }) => name),
    baseRef: base.ref,
    baseSha: base.sha,
    headRef: head.ref,
    headSha: head.sha,
    headRepository: head.repo?.full_name ?? null,
    changedLines: additions == null || deletions == null ? null : additions + deletions,
    state: payload.state,
  };
}
