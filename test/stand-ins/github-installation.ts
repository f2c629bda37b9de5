import { userJson } from "./github-emit.ts";
import type { World } from "./github-world.ts";

/** What somebody does with the app on their account. */
export interface InstallationOrder {
  user: string;
  /** `created`, `deleted`, `suspend`, `unsuspend`: of the whole account; `added`, `removed`: of repositories. */
  action: string;
  /** Names, all of the app's when left out. */
  repositories?: readonly string[];
}

/** The webhook that follows, in GitHub's shape: without a `repository`, and sent whatever the app subscribed to. */
export async function tellOfInstallation(
  world: World,
  { user, action, repositories: names = world.app.repositories }: InstallationOrder,
): Promise<void> {
  const { app, organization, origin, webhooks } = world;
  const repositories = names.map((name, index) => ({
    id: index + 1,
    node_id: `R_${index + 1}`,
    name,
    full_name: `${organization}/${name}`,
    private: world.isPrivate(`${organization}/${name}`),
  }));
  const isOfRepositories = action === "added" || action === "removed";
  webhooks.deliver(isOfRepositories ? "installation_repositories" : "installation", {
    action,
    installation: {
      id: app.installationId,
      account: { login: organization, id: 1, type: "Organization" },
      repository_selection: "selected",
      app_id: app.id,
      app_slug: app.slug,
      target_type: "Organization",
      html_url: `${origin}/organizations/${organization}/settings/installations/${app.installationId}`,
      permissions: app.permissions,
      events: app.events,
      suspended_at: action === "suspend" ? new Date().toISOString() : null,
    },
    ...(isOfRepositories
      ? {
          repository_selection: "selected",
          repositories_added: action === "added" ? repositories : [],
          repositories_removed: action === "removed" ? repositories : [],
        }
      : { repositories }),
    requester: null,
    sender: await userJson(world, user),
  });
  await webhooks.settled();
}
