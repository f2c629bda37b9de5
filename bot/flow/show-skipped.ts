import type { EventOf } from "#agents-schema/event.ts";
import type { House } from "./house.ts";

/**
 * A completed check that says why an agent did not start. Without it, a check that branch protection
 * requires would hang for ever.
 */
export async function showSkipped(
  house: House,
  { repository, pullRequest }: Pick<EventOf<"pull_request">, "repository" | "pullRequest">,
  agent: string,
  reason: string,
): Promise<void> {
  const { number, headSha } = pullRequest;
  await house.github.upsertCheck(repository, null, {
    name: `buster / ${agent}`,
    headSha,
    externalId: `skipped:${agent}:${number}:${headSha.slice(0, 12)}`,
    detailsUrl: house.runUrl(""),
    status: "completed",
    conclusion: "skipped",
    title: "Not started",
    summary: reason,
    annotations: [],
    actions: [],
  });
}
