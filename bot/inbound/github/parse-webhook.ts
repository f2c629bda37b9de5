import type { Event } from "#agents-schema/event.ts";
import { findAuthor } from "./find-author.ts";
import { webhookParsers } from "./webhook-parsers.ts";

/**
 * The event of a delivery, by its name in `X-GitHub-Event`. Undefined means: well formed, perhaps, but not
 * something we listen for, or something that our own App (`appSlug`) did. What another bot does to a pull
 * request counts as if a person had done it; what it writes or clicks is never a command.
 */
export function parseWebhook(name: string, payload: unknown, appSlug: string): Event | undefined {
  const parse = webhookParsers.get(name);
  if (parse === undefined) return undefined;
  const author = findAuthor(payload, appSlug);
  const isHeard = author === "person" || (author === "another_bot" && name === "pull_request");
  return isHeard ? parse(payload) : undefined;
}
