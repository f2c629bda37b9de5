import { connection, type Pagination } from "./github-graphql-connection.ts";

/** Reads a path below the repository; undefined when there is nothing. */
export type Read = <Value>(path: string) => Promise<Value | undefined>;

export interface RestCommit {
  sha: string;
  node_id: string;
  html_url: string;
  commit: {
    message: string;
    tree: { sha: string };
    author: { name: string; email: string; date: string };
    committer: { name: string; email: string; date: string };
  };
  author: { login: string } | null;
  parents: readonly { sha: string }[];
}

/** A commit as GraphQL shows it; `history` goes back to the first one. */
export function commitNode(found: RestCommit, read: Read): object {
  const { sha, commit, parents } = found;
  const message = commit.message.trimEnd();
  const [headline = "", ...rest] = message.split("\n");
  const person = ({ name, email, date }: RestCommit["commit"]["author"]) => ({
    name,
    email,
    date,
    user: null,
  });
  return {
    __typename: "Commit",
    id: found.node_id,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    url: found.html_url,
    commitUrl: found.html_url,
    message,
    messageHeadline: headline,
    messageBody: rest.join("\n").trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { oid: commit.tree.sha },
    parents: (args: Pagination) =>
      connection(
        "parents",
        parents.map((parent) => ({ __typename: "Commit", oid: parent.sha })),
        args,
      ),
    async history(args: Pagination & { path?: string | null }) {
      const path = args.path === undefined || args.path === null ? "" : `&path=${args.path}`;
      const all = await read<RestCommit[]>(`/commits?sha=${sha}&per_page=100${path}`);
      return connection(
        "history",
        (all ?? []).map((one) => commitNode(one, read)),
        args,
      );
    },
  };
}
