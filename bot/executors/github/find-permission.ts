import { z } from "zod";
import type { Permission } from "../../ports.ts";
import type { Repository } from "./open-repository.ts";

/** `triage` counts as read and `maintain` as write, as GitHub itself folds them; so do roles of their own. */
const Answer = z.object({ permission: z.enum(["none", "read", "write", "admin"]) });

/** What a person may do in the repository. `none` for a stranger and for what is no login. */
export async function findPermission(repository: Repository, login: string): Promise<Permission> {
  if (!/^[A-Za-z0-9][\w-]*$/.test(login)) return "none";
  const found = await repository.readIfThere({
    doing: `asking what @${login} may do`,
    route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    parameters: { username: login },
    answer: Answer,
  });
  return found?.permission ?? "none";
}
