import { z } from "zod";
import type { Slack } from "#bot/ports.ts";
import { answerByUrl } from "./answer-by-url.ts";
import { findChannel, isChannelId } from "./find-channel.ts";
import { findMessage, metadataType } from "./find-message.ts";
import { createSlackCaller, type SlackOptions } from "./slack-caller.ts";

const Posted = z.object({ channel: z.string(), ts: z.string() });
const Self = z.object({ bot_id: z.string() });
const Anything = z.unknown();
const Members = z.object({ users: z.array(z.string()) });

/** Slack's Web API as the gate uses it. Links and names in our messages are never unfurled. */
export function createSlack(options: SlackOptions): Slack {
  const call = createSlackCaller(options);
  /** Our bot's id: as long as the token is the same, so is the bot. */
  const known: { botId?: string } = {};

  const findOurs = async (channel: string, thread: string | null, effectId: string) => {
    known.botId ??= (
      await call({
        method: "auth.test",
        args: {},
        answer: Self,
        doing: "asking Slack who we are",
        repeating: "harmless",
      })
    ).bot_id;
    const id = isChannelId(channel) ? channel : await findChannel(call, channel);
    const ts = await findMessage(call, { channel: id, thread, effectId, botId: known.botId });
    return ts === undefined ? undefined : { channel: id, ts };
  };

  return {
    async post({ channel, thread, message, effectId, mayExist }) {
      const ours = mayExist ? await findOurs(channel, thread, effectId) : undefined;
      if (ours !== undefined) return ours;

      return call({
        method: "chat.postMessage",
        args: {
          channel,
          ...(thread === null ? {} : { thread_ts: thread }),
          text: message.text,
          blocks: message.blocks,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: metadataType, event_payload: { effect_id: effectId } },
        },
        answer: Posted,
        doing: `posting to ${channel} on Slack`,
        repeating: "doubles",
      });
    },

    async update(channel, ts, message) {
      await call({
        method: "chat.update",
        args: { channel, ts, text: message.text, blocks: message.blocks },
        answer: Anything,
        doing: `editing ${channel}:${ts} on Slack`,
        repeating: "harmless",
      });
    },

    async ephemeral(channel, user, thread, text) {
      await call({
        method: "chat.postEphemeral",
        args: { channel, user, text, ...(thread === null ? {} : { thread_ts: thread }) },
        answer: Anything,
        doing: `telling ${user} in ${channel} on Slack`,
        repeating: "doubles",
      });
    },

    async respond(responseUrl, message) {
      const clean = options.screen.clean(message, "answering through Slack's response URL");
      await answerByUrl(responseUrl, clean, options.apiUrl);
    },

    async groupMembers(group) {
      try {
        const { users } = await call({
          method: "usergroups.users.list",
          args: { usergroup: group },
          answer: Members,
          doing: `asking who is in ${group} on Slack`,
          repeating: "harmless",
        });
        return users;
      } catch (cause) {
        // Nobody is in a group that cannot be asked: the check that depends on it answers no.
        options.log.warn({ group, err: cause }, "a group on Slack could not be asked");
        return [];
      }
    },
  };
}
