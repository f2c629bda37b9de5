import { answer, isOk, page, type Route, refusal } from "./github-api.ts";
import { userJson } from "./github-emit.ts";
import type { Role } from "./github-options.ts";
import type { World } from "./github-world.ts";

/** The old names in which `permission` still speaks; `role_name` has the real ones. */
const oldNames: Record<Role, string> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

/** Tokens, installations and who may do what. emulate makes every member of an organization an admin. */
export function accessRoutes(world: World): readonly Route[] {
  const { callers, organization, upstream } = world;
  return [
    {
      method: "POST",
      path: "/app/installations/:id/access_tokens",
      async handle(request) {
        const made = await request.forward();
        if (!isOk(made)) return made;
        const grant = made.body as {
          token: string;
          permissions: Record<string, string>;
          repositories: { name: string }[];
          expires_at: string;
        };
        callers.learnInstallationToken(grant.token, {
          permissions: grant.permissions,
          repositories: grant.repositories.map(({ name }) => name),
          expiresAt: grant.expires_at,
        });
        return made;
      },
    },
    {
      method: "DELETE",
      path: "/installation/token",
      async handle({ caller }) {
        if (caller.kind !== "installation") return refusal(401, "Bad credentials");
        callers.forget(caller.authorization ?? "");
        return answer(204);
      },
    },
    {
      method: "GET",
      path: "/installation/repositories",
      async handle(request) {
        const { kind, repositories } = request.caller;
        if (kind !== "installation") {
          return refusal(403, "You must authenticate with an installation access token");
        }
        const all = await Promise.all(
          repositories.map((name) => upstream.ask("GET", `/repos/${organization}/${name}`)),
        );
        const shown = page(all, request, world.origin);
        return {
          ...shown,
          body: {
            total_count: all.length,
            repository_selection: "selected",
            repositories: shown.body,
          },
        };
      },
    },
    {
      method: "GET",
      path: ":repo/collaborators/:login/permission",
      async handle({ params }) {
        const { repo = "", login = "" } = params;
        const user = await userJson(world, login).catch(() => undefined);
        if (user === undefined) return refusal(404, "Not Found");
        const given = world.roleOf(repo, login);
        // Anybody may read what is public.
        const role: Role = given === "none" && !world.isPrivate(repo) ? "read" : given;
        return answer(200, {
          permission: oldNames[role],
          role_name: role,
          user: { ...user, role_name: role },
        });
      },
    },
  ];
}
