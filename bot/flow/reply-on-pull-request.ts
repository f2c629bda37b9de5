import type { RepositoryRef } from "#agents-schema/event.ts";
import type { House } from "./house.ts";

/** Answers once per delivery on a pull request; a redelivered question finds its answer by the marker. */
export async function replyOnPullRequest(
  house: House,
  on: { repository: RepositoryRef; pullRequest: { number: number } | null },
  deliveryId: string,
  text: string,
): Promise<void> {
  if (on.pullRequest === null) return;
  await house.github.upsertComment(
    on.repository,
    on.pullRequest.number,
    null,
    `buster:reply:${deliveryId}`,
    text,
  );
}
