import { z } from "zod";
import type { CallSlack } from "./slack-caller.ts";

/** Kind of our message metadata. */
export const metadataType = "buster_effect";

/** Messages to look through, newest of a channel first: 5 pages of 200. */
const maxPages = 5;

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ effect_id: z.unknown() }) })
        .optional()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
type Page = z.infer<typeof Page>;

interface Wanted {
  /** Its id, not its name. */
  channel: string;
  thread: string | null;
  effectId: string;
  /** Our own. */
  botId: string;
}

/**
 * The message that carries an effect's id, if we have posted it already: among the latest of the
 * channel, or in the thread. Only our own messages count; others may write any metadata.
 */
export async function findMessage(
  call: CallSlack,
  { channel, thread, effectId, botId }: Wanted,
): Promise<string | undefined> {
  const doing = `looking for effect ${effectId} on Slack`;
  const ask = { doing, repeating: "harmless" } as const;
  const where =
    thread === null
      ? { method: "conversations.history", args: { channel } }
      : { method: "conversations.replies", args: { channel, ts: thread } };

  let cursor: string | undefined = "";
  for (let page = 0; page < maxPages && cursor !== undefined; page++) {
    const answer: Page = await call({
      ...ask,
      method: where.method,
      args: { ...where.args, limit: 200, include_all_metadata: true, cursor },
      answer: Page,
    });
    const found = answer.messages.find(
      (message) =>
        message.bot_id === botId &&
        message.metadata?.event_type === metadataType &&
        message.metadata.event_payload.effect_id === effectId,
    );
    if (found !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor || undefined;
  }
  return undefined;
}
