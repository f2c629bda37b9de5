import { z } from "zod";

/** Slack's words for a token that trying again does not make better. */
const refusals = [
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "not_allowed_token_type",
  "missing_scope",
  "no_permission",
  "forbidden_team",
  "socket_mode_not_enabled",
];

const Refusal = z.object({ data: z.object({ error: z.string() }) });

/** Slack's word for why it refuses a token for good; undefined when something else went wrong. */
export function refusedToken(cause: unknown): string | undefined {
  const said = Refusal.safeParse(cause).data?.data.error;
  return said !== undefined && refusals.includes(said) ? said : undefined;
}
