import { z } from "zod";
import type { Actor } from "#agents-schema/actor.ts";
import { slackText } from "./slack-text.ts";

const Payload = z.object({
  command: z.string(),
  text: z.string().default(""),
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
  /** Of this one command; the same when Slack sends it again. */
  trigger_id: z.string(),
});

export interface SlackCommand {
  deliveryId: string;
  /** `/buster`, or what else the installation calls it. */
  command: string;
  channel: string;
  text: string;
  responseUrl: string;
  sender: Actor;
}

/** A slash command. undefined: not one. */
export function parseSlackCommand(payload: unknown): SlackCommand | undefined {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return undefined;

  const { command, text, team_id, user_id, channel_id, response_url, trigger_id } = parsed.data;
  return {
    deliveryId: `slack:${trigger_id}`,
    command,
    channel: channel_id,
    text: slackText(text),
    responseUrl: response_url,
    sender: { kind: "slack", user: user_id, team: team_id },
  };
}
