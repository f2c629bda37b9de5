import type { Event } from "#agents-schema/event.ts";
import { isByMachine } from "./is-by-machine.ts";
import { webhookParsers } from "./webhook-parsers.ts";

/**
 * The event of a delivery, by its name in `X-GitHub-Event`. Undefined means: well formed, perhaps, but not
 * something we listen for, or something that a bot or our own App (`appSlug`) did.
 */
export function parseWebhook(name: string, payload: unknown, appSlug: string): Event | undefined {
  const parse = webhookParsers.get(name);
  if (parse === undefined || isByMachine(payload, appSlug)) return undefined;
  return parse(payload);
}
