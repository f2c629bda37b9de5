import { z } from "zod";
import type { Repository } from "./open-repository.ts";

const Membership = z.object({ state: z.string() });

/** Is the person an active member of `org/slug`? Somebody who is only invited is not. */
export async function isTeamMember(
  repository: Repository,
  team: string,
  login: string,
): Promise<boolean> {
  const [, org, slug] = /^([A-Za-z0-9][\w-]*)\/([\w-]+)$/.exec(team) ?? [];
  if (org === undefined || slug === undefined) return false;
  if (!/^[A-Za-z0-9][\w-]*$/.test(login)) return false;
  const found = await repository.readIfThere({
    doing: `asking whether @${login} is in ${team}`,
    route: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
    parameters: { org, team_slug: slug, username: login },
    answer: Membership,
  });
  return found?.state === "active";
}
