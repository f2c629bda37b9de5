/** What Buster's bot token must be allowed, and for what; deploy/slack-manifest.yaml asks for the same. */
export const slackScopes: Readonly<Record<string, string>> = {
  "app_mentions:read": "hear mentions",
  "channels:history": "hear a stop in a thread, and find its own messages again after a crash",
  "channels:read": "find a channel by its name",
  "chat:write": "post and edit cards and results",
  commands: "hear /buster",
  "groups:history": "find its own messages again in private channels",
  "groups:read": "find a private channel by its name",
  "reactions:read": "hear a stop sign on a card",
  "reactions:write": "show that a mention was seen",
  "usergroups:read": "know who is in a group of approvers",
};
