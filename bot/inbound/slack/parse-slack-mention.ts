import { z } from "zod";
import type { EventOf } from "#agents-schema/event.ts";
import { slackText } from "./slack-text.ts";

const Payload = z.object({
  type: z.literal("event_callback"),
  event_id: z.string(),
  team_id: z.string(),
  /** Whom the event was sent for: us. */
  authorizations: z.array(z.object({ user_id: z.string() })).default([]),
  event: z.object({
    type: z.literal("app_mention"),
    /** Missing when no person wrote the message. */
    user: z.string(),
    bot_id: z.string().nullish(),
    text: z.string(),
    ts: z.string(),
    thread_ts: z.string().nullish(),
    channel: z.string(),
  }),
});

export interface SlackMention {
  deliveryId: string;
  event: EventOf<"slack_mention">;
}

/** Somebody wrote to us in a channel. undefined: something else, or written by a bot: us, for example. */
export function parseSlackMention(payload: unknown): SlackMention | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return undefined;

  const { event, event_id, team_id, authorizations } = parsed.data;
  const us = authorizations[0]?.user_id;
  if (isGiven(event.bot_id) || event.user === us) return undefined;

  return {
    deliveryId: `slack:${event_id}`,
    event: {
      kind: "slack_mention",
      channel: event.channel,
      ts: event.ts,
      thread: isGiven(event.thread_ts) ? event.thread_ts : event.ts,
      text: slackText(withoutMention(event.text, us)),
      sender: { kind: "slack", user: event.user, team: team_id },
    },
  };
}

function isGiven(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}

/** Without our own name, wherever it stands; the first name in the text when we are not told ours. */
function withoutMention(text: string, us: string | undefined): string {
  if (us === undefined) return text.replace(/<@\w+(?:\|[^>]*)?>/, "");
  return text.replaceAll(/<@(\w+)(?:\|[^>]*)?>/g, (mention, user) => (user === us ? "" : mention));
}
