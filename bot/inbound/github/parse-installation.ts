import { z } from "zod";
import type { EventOf } from "#agents-schema/event.ts";
import { readSender, WebhookOrigin } from "./webhook-origin.ts";

const Repositories = z.array(WebhookOrigin.shape.repository);

const InstallationDelivery = z.intersection(
  z.object({
    installation: z.object({ id: z.number(), account: z.object({ login: z.string() }) }),
    sender: WebhookOrigin.shape.sender,
  }),
  z.discriminatedUnion("action", [
    z.object({ action: z.literal("created"), repositories: Repositories.nullish() }),
    z.object({ action: z.literal("added"), repositories_added: Repositories }),
    z.object({ action: z.literal("removed"), repositories_removed: Repositories }),
    z.object({ action: z.literal("deleted") }),
    z.object({ action: z.literal("suspend") }),
  ]),
);

/**
 * `installation` and `installation_repositories`: the App came to repositories, or is gone from them. A
 * suspension that ends brings nothing new.
 */
export function parseInstallation(payload: unknown): EventOf<"installation"> | undefined {
  const parsed = InstallationDelivery.safeParse(payload);
  if (!parsed.success) return undefined;

  const { data } = parsed;
  const { account, id } = data.installation;
  const told = tell(data);
  return {
    kind: "installation",
    action: told.action,
    installationId: id,
    account: account.login,
    repositories: told.repositories.map(({ full_name }) => full_name),
    sender: readSender(data.sender),
  };
}

function tell(data: z.infer<typeof InstallationDelivery>): {
  action: EventOf<"installation">["action"];
  repositories: z.infer<typeof Repositories>;
} {
  switch (data.action) {
    case "created":
      return { action: "connected", repositories: data.repositories ?? [] };
    case "added":
      return { action: "connected", repositories: data.repositories_added };
    case "removed":
      return { action: "disconnected", repositories: data.repositories_removed };
    case "deleted":
    case "suspend":
      return { action: "disconnected", repositories: [] };
  }
}
