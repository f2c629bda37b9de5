import { type ApiRequest, refusal } from "./github-api.ts";
import { roleReaches } from "./github-options.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

/** What an app may call with its JSON web token; everything else wants an installation token. */
const forApps = /^\/app(\/|$)|^\/(repos\/[^/]+\/[^/]+|orgs\/[^/]+|users\/[^/]+)\/installation$/;

/** What a person needs write permission for; reading, commenting and reviewing need less. */
const needsWrite =
  /^\/repos\/[^/]+\/[^/]+\/(git\/|contents\/|merges|pulls\/\d+\/(merge|update-branch)|check-|statuses\/)/;
const needsTriage = /^\/repos\/[^/]+\/[^/]+\/(labels|issues\/\d+\/(labels|assignees))/;

/** Why GitHub would not even look at the call; undefined when emulate may decide. */
export function denial(
  world: World,
  request: Pick<ApiRequest, "caller" | "path" | "method">,
): Answer | undefined {
  const { caller, path, method } = request;
  if (caller.kind === "app" && !forApps.test(path)) {
    return refusal(401, "A JSON web token is only for the app's own endpoints");
  }
  if (caller.kind !== "app" && forApps.test(path)) {
    return refusal(401, "A JSON web token could not be decoded");
  }
  if (caller.kind === "installation" && /^\/orgs\/[^/]+\/(teams|members)/.test(path)) {
    const maySeeMembers = caller.permissions.members !== undefined;
    if (!maySeeMembers) return refusal(403, "Resource not accessible by integration");
  }
  const repo = /^\/repos\/([^/]+\/[^/]+)/.exec(path)?.[1];
  if (repo === undefined || caller.kind === "app") return undefined;
  if (!maySee(world, repo, request)) return refusal(404, "Not Found");
  if (caller.kind !== "user" || method === "GET") return undefined;
  const role = world.roleOf(repo, caller.login);
  const isForbidden =
    (needsWrite.test(path) && !roleReaches(role, "write")) ||
    (needsTriage.test(path) && !roleReaches(role, "triage"));
  return isForbidden ? refusal(403, "Must have push access to the repository.") : undefined;
}

export function maySee(
  world: World,
  repo: string,
  { caller }: Pick<ApiRequest, "caller">,
): boolean {
  if (!world.isPrivate(repo)) return true;
  const [owner = "", name = ""] = repo.split("/");
  if (caller.kind === "user") return roleReaches(world.roleOf(repo, caller.login), "read");
  return (
    caller.kind === "installation" &&
    owner === world.organization &&
    caller.repositories.includes(name)
  );
}

/** emulate's refusals in GitHub's words. */
export function reworded(request: Pick<ApiRequest, "caller">, made: Answer): Answer {
  if (made.status !== 403 || request.caller.kind !== "installation") return made;
  return refusal(403, "Resource not accessible by integration");
}
