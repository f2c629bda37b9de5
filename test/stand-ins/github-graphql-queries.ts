import { commitNode, type RestCommit } from "./github-graphql-commit-node.ts";
import { connection, type Pagination } from "./github-graphql-connection.ts";
import { type GraphqlContext, graphqlError } from "./github-graphql-context.ts";
import { pullNode, type RestPull } from "./github-graphql-pull-node.ts";
import { encodePath } from "./github-moves.ts";
import { readAs } from "./github-rest.ts";

interface RestRepository {
  node_id: string;
  id: number;
  name: string;
  full_name: string;
  private: boolean;
  html_url: string;
  default_branch: string;
  owner: { login: string };
}

/** The queries that an app like ours asks, answered from REST with the caller's eyes. */
export const queryRoot = {
  viewer: (_: object, { caller }: GraphqlContext) => ({ login: caller.login }),
  rateLimit: () => ({
    limit: 5000,
    cost: 1,
    remaining: 4999,
    used: 1,
    resetAt: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  async repository({ owner, name }: { owner: string; name: string }, context: GraphqlContext) {
    const { rest, caller } = context;
    const found = await readAs<RestRepository>(rest, caller, `/repos/${owner}/${name}`);
    if (found !== undefined) return repositoryNode(found, context);
    throw graphqlError(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    );
  },
};

function repositoryNode(repository: RestRepository, { rest, caller }: GraphqlContext): object {
  const repo = repository.full_name;
  const read = <Value>(path: string) => readAs<Value>(rest, caller, `/repos/${repo}${path}`);

  const commit = async (revision: string) => {
    const found = await read<RestCommit>(`/commits/${encodeURIComponent(revision)}`);
    return found === undefined ? null : commitNode(found, read);
  };
  const ref = async ({ qualifiedName }: { qualifiedName: string }) => {
    const short = qualifiedName.replace(/^refs\/heads\//, "");
    const found = await read<{ object: { sha: string } }>(`/git/ref/heads/${encodePath(short)}`);
    if (found === undefined) return null;
    const { sha } = found.object;
    return { name: short, prefix: "refs/heads/", target: () => commit(sha) };
  };
  const pulls = async (query: string) =>
    ((await read<RestPull[]>(`/pulls?per_page=100&${query}`)) ?? []).map((one) =>
      pullNode(one, read),
    );

  return {
    id: repository.node_id,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repo,
    url: repository.html_url,
    isPrivate: repository.private,
    owner: { __typename: "Organization", login: repository.owner.login },
    defaultBranchRef: () => ref({ qualifiedName: repository.default_branch }),
    ref,
    object: ({ oid, expression }: { oid?: string; expression?: string }) =>
      commit(oid ?? expression ?? "HEAD"),
    async pullRequest({ number }: { number: number }) {
      const found = await read<RestPull>(`/pulls/${number}`);
      if (found !== undefined) return pullNode(found, read);
      throw graphqlError(
        "NOT_FOUND",
        `Could not resolve to a PullRequest with the number of ${number}.`,
      );
    },
    async pullRequests(
      args: Pagination & { states?: string[]; headRefName?: string; baseRefName?: string },
    ) {
      const all = await pulls("state=all&direction=asc");
      const wanted = all.filter(
        (pull) =>
          (args.states === undefined || args.states.includes(pull.state)) &&
          (args.headRefName === undefined || pull.headRefName === args.headRefName) &&
          (args.baseRefName === undefined || pull.baseRefName === args.baseRefName),
      );
      return connection("pullRequests", wanted, args);
    },
  };
}
