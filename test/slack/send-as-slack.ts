import { createHmac } from "node:crypto";

/** What Slack would send for a mention. */
export function aMention(changes: object = {}, event: object = {}): object {
  return {
    type: "event_callback",
    event_id: "Ev0MENTION1",
    team_id: "T0STANDIN",
    authorizations: [{ user_id: "U0BUSTER", team_id: "T0STANDIN", is_bot: true }],
    event: {
      type: "app_mention",
      user: "U0MIA0001",
      text: "<@U0BUSTER> help",
      ts: "1700000000.000100",
      channel: "C0DATA001",
      ...event,
    },
    ...changes,
  };
}

/** Sends a body the way Slack does: signed over the raw bytes, with the time of signing. */
export function sendAsSlack(
  url: string,
  body: string,
  options: { secret: string; agoSeconds?: number; headers?: Record<string, string> },
): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000) - (options.agoSeconds ?? 0));
  const signature = createHmac("sha256", options.secret)
    .update(`v0:${timestamp}:${body}`)
    .digest("hex");
  return fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
      ...options.headers,
    },
  });
}
