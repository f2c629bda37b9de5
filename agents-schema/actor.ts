import { z } from "zod";

/** Who did something. Identities are the platforms' own ids; display names never authorise. */
export const Actor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("github"), login: z.string(), id: z.number(), isBot: z.boolean() }),
  z.object({ kind: z.literal("slack"), user: z.string(), team: z.string() }),
  z.object({ kind: z.literal("local"), name: z.string() }),
  z.object({ kind: z.literal("system"), name: z.string() }),
]);
export type Actor = z.infer<typeof Actor>;

/** One string for each actor: the key of votes, budgets and audit rows. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case "github":
      return `github:${actor.login.toLowerCase()}`;
    case "slack":
      return `slack:${actor.team}:${actor.user}`;
    case "local":
    case "system":
      return `${actor.kind}:${actor.name}`;
  }
}

/**
 * How a person is named in a sentence that is stored, and may be shown anywhere: by their GitHub login where
 * it is known. A mention would stand there as letters, since every surface escapes such sentences.
 */
export function actorName(actor: Actor, login?: string): string {
  if (login !== undefined) return `@${login}`;
  switch (actor.kind) {
    case "github":
      return `@${actor.login}`;
    case "slack":
      return `${actor.user} (Slack)`;
    case "local":
    case "system":
      return actor.name;
  }
}
