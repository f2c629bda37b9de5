import { z } from "zod";
import { PlatformFailure } from "#bot/ports.ts";
import type { CallSlack } from "./slack-caller.ts";

/** Channels to look through: 20 pages of 1,000. */
const maxPages = 20;

const Page = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Is it a channel's id? Names have no capitals. */
export function isChannelId(channel: string): boolean {
  return /^[CDG][A-Z0-9]+$/.test(channel);
}

/** The id of a channel by its name; most methods take nothing else. */
export async function findChannel(call: CallSlack, name: string): Promise<string> {
  const plain = name.replace(/^#/, "");
  const doing = `looking for the channel #${plain}`;
  let cursor = "";
  for (let page = 0; page < maxPages; page++) {
    const { channels, response_metadata } = await call({
      method: "conversations.list",
      args: {
        types: "public_channel,private_channel",
        exclude_archived: true,
        limit: 1000,
        cursor,
      },
      answer: Page,
      doing,
      repeating: "harmless",
    });
    const found = channels.find((channel) => channel.name === plain);
    if (found !== undefined) return found.id;

    cursor = response_metadata?.next_cursor ?? "";
    if (cursor === "") break;
  }
  throw new PlatformFailure(
    "permanent",
    `${doing}: Slack shows Buster no such channel. Use its id, or invite Buster to it with /invite`,
  );
}
