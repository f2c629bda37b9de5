import { z } from "zod";
import { PlatformFailure } from "#bot/ports.ts";
import { slackAdvice } from "./slack-advice.ts";
import { slackScopes } from "./slack-scopes.ts";

export interface SlackGrants {
  /** The workspace, and our user in it. */
  team: string;
  botUser: string;
  granted: readonly string[];
  /** Scopes that the token lacks, each with what does not work without it. */
  missing: readonly { scope: string; use: string }[];
  /** How far our clock is ahead of Slack's, in milliseconds, to about a second; null when Slack does not say. */
  clockSkewMs: number | null;
}

const Answer = z.union([
  z.object({ ok: z.literal(true), team: z.string(), user_id: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** What the bot token is good for, asked of Slack now. Rejects with PlatformFailure when that cannot be said. */
export async function readSlackGrants({
  botToken,
  apiUrl = "https://slack.com/api/",
}: {
  botToken: string;
  /** undefined: Slack's own. */
  apiUrl?: string | undefined;
}): Promise<SlackGrants> {
  const doing = "asking Slack what the bot token may do";
  const response = await fetch(`${apiUrl.replace(/\/?$/, "/")}auth.test`, {
    method: "POST",
    headers: { authorization: `Bearer ${botToken}` },
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new PlatformFailure("retry", `${doing}: Slack cannot be reached`, { cause });
  });
  const answer = Answer.safeParse(await response.json().catch(() => undefined)).data;
  if (answer === undefined) {
    throw new PlatformFailure("retry", `${doing}: the answer is not Slack's`);
  }
  if (!answer.ok) {
    const fix = slackAdvice[answer.error]?.fix ?? "see api.slack.com/apps";
    throw new PlatformFailure("permanent", `${doing}: ${answer.error}: ${fix}`);
  }

  const granted = (response.headers.get("x-oauth-scopes") ?? "").split(/\s*,\s*/).filter(Boolean);
  return {
    team: answer.team,
    botUser: answer.user_id,
    granted,
    missing: Object.entries(slackScopes).flatMap(([scope, use]) =>
      granted.includes(scope) ? [] : [{ scope, use }],
    ),
    clockSkewMs: skewOf(response.headers.get("date")),
  };
}

function skewOf(date: string | null): number | null {
  const slackMs = Date.parse(date ?? "");
  return Number.isNaN(slackMs) ? null : Date.now() - slackMs;
}
