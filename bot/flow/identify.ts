import type { Actor } from "#agents-schema/actor.ts";
import type { RepositoryRef } from "#agents-schema/event.ts";
import type { House } from "./house.ts";

/**
 * The GitHub login of an actor: their own, or the one that `people:` in buster.yml on the default branch
 * links to their Slack account; of whoever sits at the terminal, their name. Display names and e-mail
 * addresses never count.
 */
export async function identify(
  house: House,
  repository: RepositoryRef,
  actor: Actor,
): Promise<string | undefined> {
  if (actor.kind === "github") return actor.login;
  if (actor.kind === "local") return actor.name;
  if (actor.kind !== "slack") return undefined;
  const branch = await house.github.defaultBranch(repository);
  const sha = await house.library.branchSha(repository, branch);
  const { settings } = await house.library.at(repository, sha);
  return settings.people.find((person) => person.slack === actor.user)?.github;
}

/** May this actor start agents and stop them? Those who may write to the repository. */
export async function mayCommand(
  house: House,
  repository: RepositoryRef,
  actor: Actor,
): Promise<{ may: true; login: string } | { may: false; reason: string }> {
  const login = await identify(house, repository, actor);
  if (login === undefined) {
    return {
      may: false,
      reason:
        "your Slack account is not linked to a GitHub login. Ask an admin to add it under `people:` in buster.yml",
    };
  }
  const permission = await house.github.permission(repository, login);
  if (permission === "write" || permission === "admin") return { may: true, login };
  return { may: false, reason: `@${login} has no write permission on ${repository.fullName}` };
}

/** Is the actor one of the named approvers: `@login`, `@org/team`, `slack:U…` or a Slack group `slack:S…`? */
export async function isNamedApprover(
  house: House,
  repository: RepositoryRef,
  approvers: readonly string[],
  actor: Actor,
  login: string | undefined,
): Promise<boolean> {
  for (const approver of approvers) {
    if (await matches(house, repository, approver, actor, login)) return true;
  }
  return false;
}

async function matches(
  house: House,
  repository: RepositoryRef,
  approver: string,
  actor: Actor,
  login: string | undefined,
): Promise<boolean> {
  if (approver.startsWith("slack:")) {
    if (actor.kind !== "slack") return false;
    const id = approver.slice("slack:".length);
    if (id === actor.user) return true;
    if (!id.startsWith("S") || house.slack === undefined) return false;
    return (await house.slack.groupMembers(id)).includes(actor.user);
  }
  if (login === undefined) return false;
  const name = approver.replace(/^@/, "");
  if (name.includes("/")) return house.github.isTeamMember(repository, name, login);
  return name.toLowerCase() === login.toLowerCase();
}
