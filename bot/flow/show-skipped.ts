import type { EventOf } from "#agents-schema/event.ts";
import type { House } from "./house.ts";

/**
 * A completed check that says why an agent did not start. Without it, a check that branch protection
 * requires would hang for ever. Labels alone bring no new head, so nothing is shown for them.
 */
export async function showSkipped(
  house: House,
  event: EventOf<"pull_request">,
  agent: string,
  reason: string,
): Promise<void> {
  if (event.action === "labeled" || event.action === "unlabeled") return;
  await house.github.upsertCheck(event.repository, null, {
    name: `buster / ${agent}`,
    headSha: event.pullRequest.headSha,
    externalId: `skipped:${agent}:${event.pullRequest.headSha.slice(0, 12)}`,
    detailsUrl: house.runUrl(""),
    status: "completed",
    conclusion: "skipped",
    title: "Not started",
    summary: reason,
    annotations: [],
    actions: [],
  });
}
