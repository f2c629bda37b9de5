import { z } from "zod";
import type { Actor } from "#agents-schema/actor.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";

/** What every delivery that we listen for says about where it comes from. Only the fields we read. */
export const WebhookOrigin = z.object({
  repository: z.object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
  installation: z.object({ id: z.number() }).nullish(),
  sender: z.object({ login: z.string(), id: z.number(), type: z.string() }),
});
export type WebhookOrigin = z.infer<typeof WebhookOrigin>;

/** The repository and the actor of a delivery, in our words. */
export function readOrigin({ repository, installation, sender }: WebhookOrigin): {
  repository: RepositoryRef;
  sender: Actor;
} {
  return {
    repository: { fullName: repository.full_name, installationId: installation?.id ?? null },
    sender: readSender(sender),
  };
}

/** Who did it, in our words. */
export function readSender({ login, id, type }: WebhookOrigin["sender"]): Actor {
  return { kind: "github", login, id, isBot: type === "Bot" };
}
