import { commitNode, type Read, type RestCommit } from "./github-graphql-commit-node.ts";
import { connection, type Pagination } from "./github-graphql-connection.ts";

interface RestUser {
  login: string;
  type: string;
}

export interface RestPull {
  node_id: string;
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: string;
  draft: boolean;
  merged_at: string | null;
  html_url: string;
  user: RestUser;
  additions?: number;
  deletions?: number;
  changed_files?: number;
  labels: readonly { name: string; color: string }[];
  head: { ref: string; sha: string; repo: { full_name: string } | null };
  base: { ref: string; sha: string; repo: { full_name: string } };
}

interface RestComment {
  node_id: string;
  id: number;
  body: string;
  user: RestUser;
  html_url: string;
  created_at: string;
  updated_at: string;
}

interface PullNode {
  state: string;
  headRefName: string;
  baseRefName: string;
}

/** A pull request as GraphQL shows it. */
export function pullNode(pull: RestPull, read: Read): PullNode {
  const { number, head, base } = pull;
  const isOpen = pull.state === "open";
  const isMerged = pull.merged_at !== null;
  const list = async <Value>(path: string) => (await read<Value[]>(path)) ?? [];
  const node = {
    id: pull.node_id,
    databaseId: pull.id,
    number,
    title: pull.title,
    body: pull.body ?? "",
    url: pull.html_url,
    state: isMerged ? "MERGED" : closedOr(isOpen),
    closed: !isOpen,
    merged: isMerged,
    isDraft: pull.draft,
    author: actorNode(pull.user),
    headRefName: head.ref,
    headRefOid: head.sha,
    headRepository: head.repo === null ? null : { nameWithOwner: head.repo.full_name },
    isCrossRepository: head.repo?.full_name !== base.repo.full_name,
    baseRefName: base.ref,
    baseRefOid: base.sha,
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changed_files,
    labels: (args: Pagination) => connection("labels", pull.labels, args),
    async files(args: Pagination) {
      const found = await list<{ filename: string; additions: number; deletions: number }>(
        `/pulls/${number}/files?per_page=100`,
      );
      const nodes = found.map(({ filename, ...counts }) => ({ path: filename, ...counts }));
      return connection("files", nodes, args);
    },
    async commits(args: Pagination) {
      const found = await list<RestCommit>(`/pulls/${number}/commits?per_page=100`);
      const nodes = found.map((one) => ({ commit: commitNode(one, read) }));
      return connection("commits", nodes, args);
    },
    async comments(args: Pagination) {
      const found = await list<RestComment>(`/issues/${number}/comments?per_page=100`);
      return connection("comments", found.map(commentNode), args);
    },
    async reviews(args: Pagination) {
      const found = await list<RestComment & { state: string }>(
        `/pulls/${number}/reviews?per_page=100`,
      );
      const nodes = found.map((one) => ({ ...commentNode(one), state: one.state }));
      return connection("reviews", nodes, args);
    },
  };
  return node;
}

function closedOr(isOpen: boolean): string {
  return isOpen ? "OPEN" : "CLOSED";
}

function commentNode(comment: RestComment): object {
  return {
    id: comment.node_id,
    databaseId: comment.id,
    body: comment.body,
    url: comment.html_url,
    author: actorNode(comment.user),
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
  };
}

/** GraphQL knows bots without the `[bot]` that REST puts behind their name. */
function actorNode({ login, type }: RestUser): object {
  return type === "Bot"
    ? { __typename: "Bot", login: login.replace(/\[bot\]$/, "") }
    : { __typename: "User", login };
}
