import type { PlatformFailure } from "#bot/ports.ts";

interface Advice {
  code: PlatformFailure["code"];
  /** What a person can do about it. */
  fix: string;
}

const invite = "invite Buster to the channel with /invite, or mend the channel's name";
const newToken = "install the app again and set SLACK_BOT_TOKEN";
const ours = "this is a mistake of Buster's: please report it";

/** What Slack's words for a refusal mean for us. Words that are not here are taken for permanent. */
export const slackAdvice: Readonly<Record<string, Advice>> = {
  channel_not_found: { code: "permanent", fix: invite },
  not_in_channel: { code: "permanent", fix: invite },
  is_archived: { code: "permanent", fix: "choose another channel, or unarchive it" },
  restricted_action: { code: "permanent", fix: "an admin must let apps post in the channel" },
  restricted_action_read_only_channel: {
    code: "permanent",
    fix: "an admin must let apps post in the channel",
  },
  user_not_in_channel: { code: "permanent", fix: "only members of the channel can be told there" },
  missing_scope: {
    code: "permanent",
    fix: "install the app again from deploy/slack-manifest.yaml",
  },
  invalid_auth: { code: "permanent", fix: newToken },
  not_authed: { code: "permanent", fix: newToken },
  token_revoked: { code: "permanent", fix: newToken },
  token_expired: { code: "permanent", fix: newToken },
  account_inactive: { code: "permanent", fix: newToken },
  not_allowed_token_type: { code: "permanent", fix: "SLACK_BOT_TOKEN begins with xoxb-" },
  msg_too_long: { code: "permanent", fix: ours },
  msg_blocks_too_long: { code: "permanent", fix: ours },
  no_text: { code: "permanent", fix: ours },
  invalid_blocks: { code: "permanent", fix: ours },
  invalid_blocks_format: { code: "permanent", fix: ours },
  invalid_metadata_format: { code: "permanent", fix: ours },
  metadata_too_large: { code: "permanent", fix: ours },
  message_not_found: { code: "stale", fix: "the message was deleted" },
  thread_not_found: { code: "stale", fix: "the thread was deleted" },
  cant_update_message: { code: "stale", fix: "the message is not Buster's" },
  edit_window_closed: { code: "stale", fix: "the workspace lets nobody edit messages this old" },
  ratelimited: { code: "retry", fix: "it comes too often" },
  rate_limited: { code: "retry", fix: "it comes too often" },
  message_limit_exceeded: { code: "retry", fix: "the channel has had too many messages lately" },
  service_unavailable: { code: "retry", fix: "Slack is away" },
  team_added_to_org: { code: "retry", fix: "Slack is moving the workspace" },
  accesslimited: { code: "retry", fix: "Slack is away" },
};
