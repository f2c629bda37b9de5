import { z } from "zod";
import type { CommitContent } from "#agents-schema/effect.ts";
import { PlatformFailure } from "../../ports.ts";
import { effectTrailer } from "./effect-trailer.ts";
import { findCommit } from "./find-commit.ts";
import type { Repository } from "./open-repository.ts";
import { withTrailer } from "./with-trailer.ts";

export interface CommitOrder extends CommitContent {
  branch: string;
  expectedHead: string;
  effectId: string;
  /** Which of the effect's commits it is, from 1, where there are several: `{number: 2, of: 5}`. */
  part?: { number: number; of: number };
}

const mutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}`;

const Answer = z.object({
  createCommitOnBranch: z.object({ commit: z.object({ oid: z.string(), url: z.string() }) }),
});

/**
 * Commits to a branch that is at `expectedHead`: GitHub itself compares, so a push in between is never lost,
 * and signs the commit. Only whole regular files can be written or deleted this way; modes stay as they
 * are. When the branch has moved on because an earlier try of this very effect succeeded, that is the answer.
 */
export async function commitOnBranch(
  repository: Repository,
  order: CommitOrder,
): Promise<{ sha: string; url: string | null }> {
  const { branch, expectedHead, headline, changes } = order;
  const trailer = effectTrailer(order.effectId, order.part);
  const doing = `committing to ${branch}`;
  try {
    const { createCommitOnBranch } = await repository.mutate({
      doing,
      mutation,
      parameters: {
        input: {
          branch: { repositoryNameWithOwner: repository.fullName, branchName: branch },
          expectedHeadOid: expectedHead,
          message: {
            headline: headline.replaceAll(/\s+/g, " ").trim(),
            body: withTrailer(order.body, trailer),
          },
          fileChanges: {
            additions: changes.flatMap(({ path, status, content }) =>
              status === "deleted" || content === null
                ? []
                : [{ path, contents: Buffer.from(content, "utf8").toString("base64") }],
            ),
            deletions: changes.flatMap(({ path, status, content }) =>
              status === "deleted" || content === null ? [{ path }] : [],
            ),
          },
        },
      },
      answer: Answer,
    });
    const { oid, url } = createCommitOnBranch.commit;
    return { sha: oid, url };
  } catch (cause) {
    if (!(cause instanceof PlatformFailure) || cause.code !== "stale") throw cause;
    const earlier = await findCommit(repository, { branch, parent: expectedHead, trailer });
    if (earlier !== undefined) return earlier;
    throw new PlatformFailure(
      "stale",
      `${doing} in ${repository.fullName}: the branch has moved on or is gone; nothing was committed`,
      { cause },
    );
  }
}
