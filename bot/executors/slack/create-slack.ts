import { z } from "zod";
import type { Slack } from "#bot/ports.ts";
import { answerByUrl } from "./answer-by-url.ts";
import { findChannel, isChannelId } from "./find-channel.ts";
import { findMessage, metadataType } from "./find-message.ts";
import { createSlackCaller, type SlackOptions } from "./slack-caller.ts";

const Posted = z.object({ channel: z.string(), ts: z.string() });
const Anything = z.unknown();
const Members = z.object({ users: z.array(z.string()) });

/** Slack's Web API as the gate uses it. Links and names in our messages are never unfurled. */
export function createSlack(options: SlackOptions): Slack {
  const call = createSlackCaller(options);

  return {
    async post({ channel, thread, message, effectId, mayExist }) {
      if (mayExist) {
        const id = isChannelId(channel) ? channel : await findChannel(call, channel);
        const ts = await findMessage(call, { channel: id, thread, effectId });
        if (ts !== undefined) return { channel: id, ts };
      }
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

    respond: (responseUrl, message) => answerByUrl(responseUrl, message, options.apiUrl),

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
        options.log.warn({ group, cause }, "a group on Slack could not be asked");
        return [];
      }
    },
  };
}
