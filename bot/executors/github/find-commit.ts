import { z } from "zod";
import type { Repository } from "./open-repository.ts";

/** Commits as GitHub lists them. Only the fields we read. */
export const Commits = z.array(
  z.object({
    sha: z.string(),
    html_url: z.string().nullish(),
    commit: z.object({ message: z.string() }),
    parents: z.array(z.object({ sha: z.string() })),
  }),
);

/**
 * The commit of an effect among the newest 100 of a branch: at its head, or under what people pushed after
 * it. It counts only as a child of the very commit that the effect was made for, so a message copied
 * elsewhere is not taken for it. Undefined when it is not there, or the branch is gone.
 */
export async function findCommit(
  repository: Repository,
  order: { branch: string; parent: string; trailer: string },
): Promise<{ sha: string; url: string | null } | undefined> {
  const { branch, parent, trailer } = order;
  const commits = await repository.readIfThere({
    doing: `looking for an earlier commit on ${branch}`,
    route: "GET /repos/{owner}/{repo}/commits",
    parameters: { sha: branch, per_page: 100 },
    answer: Commits,
  });
  const found = commits?.find(
    ({ commit, parents }) =>
      parents.some(({ sha }) => sha === parent) && commit.message.split("\n").includes(trailer),
  );
  return found === undefined ? undefined : { sha: found.sha, url: found.html_url ?? null };
}
