import type { Slack } from "#bot/ports.ts";

/** A Slack that notes what it is told: `respond …`, `post …`, `ephemeral …`. */
export function noteSlack(): Slack & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    post: async ({ channel, message }) => {
      said.push(`post ${message.text}`);
      return { channel, ts: String(said.length) };
    },
    update: async () => undefined,
    ephemeral: async (_channel, _user, _thread, text) => void said.push(`ephemeral ${text}`),
    respond: async (_url, { text }) => void said.push(`respond ${text}`),
    groupMembers: async () => [],
  };
}
