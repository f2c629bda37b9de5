import { maySee } from "./github-access.ts";
import { isOk } from "./github-api.ts";
import { type Changes, makeCommit, moveBranch } from "./github-commit-files.ts";
import { type GraphqlContext, graphqlError } from "./github-graphql-context.ts";
import { branchMoved, branchSha } from "./github-moves.ts";
import type { Answer } from "./github-upstream.ts";

interface CommitInput {
  clientMutationId?: string;
  branch: { repositoryNameWithOwner?: string; branchName?: string; id?: string };
  message: { headline: string; body?: string };
  expectedHeadOid: string;
  fileChanges?: {
    additions?: readonly { path: string; contents: string }[];
    deletions?: readonly { path: string }[];
  };
}

/** The mutation, with GitHub's refusals: a moved head, a protected branch, a missing file, workflows. */
export function createCommitOnBranch(
  { input }: { input: CommitInput },
  context: GraphqlContext,
): Promise<object> {
  const repo = input.branch.repositoryNameWithOwner ?? "";
  return context.world.turns(repo, () => commit(input, context));
}

async function commit(input: CommitInput, { world, caller }: GraphqlContext): Promise<object> {
  const repo = input.branch.repositoryNameWithOwner ?? "";
  const branch = (input.branch.branchName ?? "").replace(/^refs\/heads\//, "");
  if (repo === "" || branch === "") {
    throw graphqlError("UNPROCESSABLE", "branch needs repositoryNameWithOwner and branchName");
  }
  const head = maySee(world, repo, { caller })
    ? await branchSha(world, repo, branch).catch(() => undefined)
    : undefined;
  if (head === undefined) {
    throw graphqlError("NOT_FOUND", `Could not resolve to a Branch with the name '${branch}'.`);
  }
  if (head !== input.expectedHeadOid) {
    throw graphqlError(
      "STALE_DATA",
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    );
  }
  const { additions = [], deletions = [] } = input.fileChanges ?? {};
  const workflow = [...additions, ...deletions].find(({ path }) =>
    path.startsWith(".github/workflows/"),
  );
  if (workflow !== undefined && caller.permissions.workflows !== "write") {
    throw graphqlError(
      "FORBIDDEN",
      `refusing to allow a GitHub App to create or update workflow \`${workflow.path}\` without \`workflows\` permission`,
    );
  }

  const changes: Changes = Object.fromEntries([
    ...additions.map(({ path, contents }) => [path, Buffer.from(contents, "base64")] as const),
    ...deletions.map(({ path }) => [path, null] as const),
  ]);
  const { headline, body } = input.message;
  const message = body === undefined || body === "" ? headline : `${headline}\n\n${body}`;
  const sha = await makeCommit(world, caller, {
    repo,
    parent: head,
    message,
    changes,
    author: {
      name: caller.login,
      email: `${world.app.id}+${caller.login}@users.noreply.github.com`,
    },
    committer: { name: "GitHub", email: "noreply@github.com" },
  });
  if (typeof sha !== "string") throw refused(sha);
  const moved = await moveBranch(world, caller, { repo, branch, exists: true, sha });
  if (!isOk(moved)) throw refused(moved);
  await branchMoved(world, { repo, branch, before: head, after: sha, sender: caller.login });
  const url = `${world.origin}/${repo}/commit/${sha}`;
  const { clientMutationId = null } = input;
  const made = {
    __typename: "Commit",
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    url,
    commitUrl: url,
    message,
    messageHeadline: headline,
    messageBody: body ?? "",
  };
  return {
    clientMutationId,
    commit: made,
    ref: { name: branch, prefix: "refs/heads/", target: made },
  };
}

function refused({ status, body }: Answer): Error {
  const { message = "refused" } = (body ?? {}) as { message?: string };
  if (status === 409) {
    return graphqlError(
      "BRANCH_PROTECTION_RULE_VIOLATION",
      `${message} Changes must be made through a pull request.`,
    );
  }
  if (status === 403) return graphqlError("FORBIDDEN", "Resource not accessible by integration");
  if (/fast-forward/.test(message)) {
    return graphqlError("STALE_DATA", "Expected branch to point elsewhere. Pull and try again.");
  }
  if (/does not exist/.test(message)) {
    return graphqlError(
      "UNPROCESSABLE",
      "A path was requested for deletion which does not exist as of commit oid",
    );
  }
  return graphqlError("UNPROCESSABLE", message);
}
