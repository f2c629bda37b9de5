import { z } from "zod";
import type { Actor } from "#agents-schema/actor.ts";

const Payload = z.object({
  type: z.literal("block_actions"),
  trigger_id: z.string(),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  container: z.object({ message_ts: z.string(), channel_id: z.string() }),
  message: z.object({ thread_ts: z.string().nullish() }).nullish(),
  actions: z.tuple(
    [z.object({ action_id: z.string(), action_ts: z.string(), value: z.string().default("") })],
    z.unknown(),
  ),
});

/** A click on a button of one of our messages. */
export interface SlackClick {
  deliveryId: string;
  action: string;
  /** What we gave the button: the token of an approval or a run id. */
  value: string;
  channel: string;
  thread: string | null;
  /** Lets us open a modal, for 3 s, once. */
  triggerId: string;
  /** When it was clicked, by Slack's clock. */
  at: Date;
  by: Extract<Actor, { kind: "slack" }>;
}

/** undefined: not a click on a message. */
export function parseSlackClick(payload: unknown): SlackClick | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return undefined;

  const { team, user, container, message, actions, trigger_id } = parsed.data;
  const [{ action_id, action_ts, value }] = actions;
  const { channel_id, message_ts } = container;
  const teamId = team?.id ?? user.team_id ?? "";
  return {
    deliveryId: `slack:${teamId}:${channel_id}:${message_ts}:${action_ts}:${user.id}`,
    action: action_id,
    value,
    channel: channel_id,
    thread: message?.thread_ts ?? null,
    triggerId: trigger_id,
    at: new Date(Number(action_ts) * 1000),
    by: { kind: "slack", user: user.id, team: teamId },
  };
}
