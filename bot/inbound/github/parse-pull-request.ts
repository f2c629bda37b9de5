import { z } from "zod";
import { type EventOf, pullRequestActions } from "#agents-schema/event.ts";
import { PullRequestPayload, readPullRequest } from "./pull-request-payload.ts";
import { readOrigin, WebhookOrigin } from "./webhook-origin.ts";

const PullRequestDelivery = WebhookOrigin.extend({
  action: z.enum(pullRequestActions),
  pull_request: PullRequestPayload,
  label: z.object({ name: z.string() }).nullish(),
});

/** `pull_request`: opened, pushed to, reopened, closed or labelled. Edits and reviews are not listened for. */
export function parsePullRequest(payload: unknown): EventOf<"pull_request"> | undefined {
  const parsed = PullRequestDelivery.safeParse(payload);
  if (!parsed.success) return undefined;

  const { action, pull_request, label } = parsed.data;
  return {
    kind: "pull_request",
    action,
    ...readOrigin(parsed.data),
    pullRequest: readPullRequest(pull_request),
    ...(label == null ? {} : { label: label.name }),
  };
}
