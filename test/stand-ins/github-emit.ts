import type { Caller } from "./github-api.ts";
import type { Json, World } from "./github-world.ts";

/** Every app hears of these, whatever it subscribed to. */
const always = ["installation", "installation_repositories", "github_app_authorization"];

/** Sends a webhook to the app, if it is installed on the repository and listens to the event. */
export async function emit(
  world: World,
  event: string,
  repo: string,
  sender: string,
  fields: Json,
): Promise<void> {
  const { app, organization, upstream, webhooks } = world;
  const [owner = "", name = ""] = repo.split("/");
  if (owner !== organization || !app.repositories.includes(name)) return;
  if (!app.events.includes(event) && !always.includes(event)) return;
  const { action, ...rest } = fields;
  webhooks.deliver(event, {
    ...(action === undefined ? {} : { action }),
    ...rest,
    repository: await upstream.ask("GET", `/repos/${repo}`),
    organization: { login: organization, id: 1, url: `${world.origin}/orgs/${organization}` },
    sender: await userJson(world, sender),
    installation: { id: app.installationId, node_id: `I_${app.installationId}` },
  });
}

export async function userJson({ upstream }: World, login: string): Promise<Json> {
  return upstream.ask("GET", `/users/${encodeURIComponent(login)}`);
}

/** What comments made with the app's token say; null for people. */
export function isByApp({ kind }: Caller): boolean {
  return kind === "installation";
}
