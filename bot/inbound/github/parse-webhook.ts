import type { Event } from "#agents-schema/event.ts";
import { findAuthor } from "./find-author.ts";
import { webhookParsers } from "./webhook-parsers.ts";

/**
 * The event of a delivery, by its name in `X-GitHub-Event`. Undefined means: well formed, perhaps, but not
 * something we listen for, or something that our own App (`appSlug`) did: of that only its pushes to a pull request are heard, as the
 * system's. What another bot does to a pull
 * request counts as if a person had done it; what it writes or clicks is never a command.
 */
export function parseWebhook(name: string, payload: unknown, appSlug: string): Event | undefined {
  const parse = webhookParsers.get(name);
  if (parse === undefined) return undefined;
  const author = findAuthor(payload, appSlug);
  if (author === "us") return ownPush(parse(payload));
  const isHeard = author === "person" || (author === "another_bot" && name === "pull_request");
  return isHeard ? parse(payload) : undefined;
}

function ownPush(event: Event | undefined): Event | undefined {
  if (event?.kind !== "pull_request" || event.action !== "synchronize") return undefined;
  return { ...event, sender: { kind: "system", name: "buster" } };
}
