import type { Actor } from "#agents-schema/actor.ts";
import { code as markdownCode } from "./markdown.ts";
import { words } from "./mrkdwn.ts";
import type { SurfaceKind } from "./surface.ts";

/**
 * How a person is named where the text will stand. On Slack a Slack user is mentioned by id, the only
 * mention that a card ever carries; on GitHub nobody is, since a comment that is edited all the time
 * should not call anybody.
 */
export function person(actor: Actor, surface: SurfaceKind): string {
  switch (actor.kind) {
    case "slack":
      if (surface === "github") return `${markdownCode(actor.user, 40)} on Slack`;
      return /^[UW][A-Z0-9]{2,20}$/.test(actor.user) ? `<@${actor.user}>` : words(actor.user, 40);
    case "github":
      return surface === "github" ? markdownCode(`@${actor.login}`, 60) : words(actor.login, 60);
    case "local":
    case "system":
      return surface === "github" ? markdownCode(actor.name, 60) : words(actor.name, 60);
  }
}
