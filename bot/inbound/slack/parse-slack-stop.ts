import { z } from "zod";
import type { Delivery } from "#agents-schema/event.ts";

const common = { user: z.string(), bot_id: z.string().nullish() };
/** Slack's own stop button, the bare word in a thread, or a sign on a message. */
const StopEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("agent_session_stopped"),
    ...common,
    channel: z.string(),
    thread_ts: z.string(),
  }),
  z.object({
    type: z.literal("message"),
    ...common,
    /** An edit, a deletion or a bot's message: no person's word. */
    subtype: z.undefined().optional(),
    // Exactly the word: "stop the deploy" is said to somebody else.
    text: z.string().regex(/^\s*!?stop[.!]?\s*$/i),
    channel: z.string(),
    thread_ts: z.string(),
  }),
  z.object({
    type: z.literal("reaction_added"),
    ...common,
    reaction: z.enum(["octagonal_sign", "x"]),
    item: z.object({ type: z.literal("message"), channel: z.string(), ts: z.string() }),
  }),
]);

const Payload = z.object({
  type: z.literal("event_callback"),
  event_id: z.string(),
  team_id: z.string(),
  event: StopEvent,
});

/** Somebody may want to stop what runs in a thread. undefined: something else, or no person did it. */
export function parseSlackStop(payload: unknown): Delivery | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return undefined;
  const { event, event_id, team_id } = parsed.data;
  if (event.bot_id !== undefined && event.bot_id !== null) return undefined;

  const at =
    event.type === "reaction_added"
      ? { channel: event.item.channel, ts: event.item.ts }
      : { channel: event.channel, ts: event.thread_ts };
  return {
    id: `slack:${event_id}`,
    event: {
      kind: "slack_stop",
      ...at,
      sender: { kind: "slack", user: event.user, team: team_id },
    },
  };
}
