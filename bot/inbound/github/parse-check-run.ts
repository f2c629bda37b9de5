import { z } from "zod";
import type { EventOf } from "#agents-schema/event.ts";
import { readOrigin, WebhookOrigin } from "./webhook-origin.ts";

const CheckRunDelivery = z.intersection(
  WebhookOrigin.extend({
    check_run: z.object({ head_sha: z.string(), external_id: z.string().min(1) }),
  }),
  z.discriminatedUnion("action", [
    z.object({
      action: z.literal("requested_action"),
      requested_action: z.object({ identifier: z.string() }),
    }),
    z.object({ action: z.literal("rerequested") }),
  ]),
);

/**
 * `check_run`: somebody pressed a button on one of our checks, or asked for it again. GitHub sends these to
 * the App that made the check only. That all checks should run again (`check_suite`) is not listened for:
 * it names no run.
 */
export function parseCheckRun(payload: unknown): EventOf<"check_action"> | undefined {
  const parsed = CheckRunDelivery.safeParse(payload);
  if (!parsed.success) return undefined;

  const { data } = parsed;
  return {
    kind: "check_action",
    ...readOrigin(data),
    externalId: data.check_run.external_id,
    headSha: data.check_run.head_sha,
    action: data.action === "requested_action" ? data.requested_action.identifier : "rerequested",
  };
}
