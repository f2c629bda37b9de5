import type { Actor } from "#agents-schema/actor.ts";

/** Somebody as readers know them. Where identity counts, as with approvals, `actorKey` is shown instead. */
export function personName(actor: Actor): string {
  switch (actor.kind) {
    case "github":
      return `@${actor.login}`;
    case "slack":
      return `${actor.user} on Slack`;
    case "local":
    case "system":
      return actor.name;
  }
}
