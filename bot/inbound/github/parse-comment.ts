import { z } from "zod";
import type { EventOf } from "#agents-schema/event.ts";
import { readOrigin, WebhookOrigin } from "./webhook-origin.ts";

const CommentDelivery = WebhookOrigin.extend({
  // An edit must not start what its first version did not ask for, nor again what it did.
  action: z.literal("created"),
  issue: z.object({ number: z.number(), pull_request: z.object({}) }),
  comment: z.object({ id: z.number(), body: z.string() }),
});

/** `issue_comment`: a new comment on a pull request. Comments on issues are not listened for. */
export function parseComment(payload: unknown): EventOf<"comment"> | undefined {
  const parsed = CommentDelivery.safeParse(payload);
  if (!parsed.success) return undefined;

  const { issue, comment } = parsed.data;
  return {
    kind: "comment",
    ...readOrigin(parsed.data),
    number: issue.number,
    isPullRequest: true,
    commentId: comment.id,
    body: comment.body,
  };
}
