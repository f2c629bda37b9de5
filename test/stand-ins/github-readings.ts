import type { CheckJson } from "./github-check-routes.ts";
import { encodePath } from "./github-moves.ts";
import type { PullJson } from "./github-pull-json.ts";
import { type Rest, readAs } from "./github-rest.ts";
import { tokenOf } from "./github-upstream.ts";
import type { Json, World } from "./github-world.ts";

export interface CommitSeen {
  sha: string;
  message: string;
  author: { name: string; email: string };
  committer: { name: string; email: string };
}

export interface CommentSeen extends Json {
  id: number;
  body: string;
  user: { login: string };
}

export interface ReviewSeen extends Json {
  id: number;
  body: string;
  state: string;
  user: { login: string };
  comments: readonly (Json & { path: string; line: number; body: string })[];
}

/** What a person sees when they look. */
export interface GitHubReadings {
  /** Newest first. */
  commits(branch: string, repository?: string): Promise<readonly CommitSeen[]>;
  /** Text of a file; undefined when the branch has no such file. */
  file(branch: string, path: string, repository?: string): Promise<string | undefined>;
  /** The conversation of a pull request or issue, oldest first. */
  comments(number: number, repository?: string): Promise<readonly CommentSeen[]>;
  reviews(number: number, repository?: string): Promise<readonly ReviewSeen[]>;
  /** Every check run of a commit, newest first. */
  checks(sha: string, repository?: string): Promise<readonly CheckJson[]>;
  pullRequest(number: number, repository?: string): Promise<PullJson | undefined>;
  pullRequests(repository?: string): Promise<readonly PullJson[]>;
  branches(repository?: string): Promise<readonly string[]>;
}

export function createReadings(world: World, rest: Rest, firstRepository: string): GitHubReadings {
  const { organization, callers } = world;
  const owner = callers.identify(`token ${tokenOf(`${organization}-owner`)}`);
  if ("refused" in owner) throw new Error("the owner of the organization has no token");

  /** Looks with the eyes of the owner. */
  const look = <Value>(repository: string, path: string): Promise<Value | undefined> =>
    readAs<Value>(rest, owner, `/repos/${organization}/${repository}${path}`);

  const list = async <Value>(repository: string, path: string): Promise<Value[]> =>
    (await look<Value[]>(repository, `${path}per_page=100`)) ?? [];

  return {
    async commits(branch, repository = firstRepository) {
      const ref = encodeURIComponent(branch);
      const found = await list<{ sha: string; commit: Omit<CommitSeen, "sha"> }>(
        repository,
        `/commits?sha=${ref}&`,
      );
      return found.map(({ sha, commit: { message, author, committer } }) => ({
        sha,
        message,
        author,
        committer,
      }));
    },
    async file(branch, path, repository = firstRepository) {
      const ref = encodeURIComponent(branch);
      const found = await look<{ content: string }>(
        repository,
        `/contents/${encodePath(path)}?ref=${ref}`,
      );
      if (found === undefined) return undefined;
      return Buffer.from(found.content, "base64").toString("utf8");
    },
    comments: (number, repository = firstRepository) =>
      list<CommentSeen>(repository, `/issues/${number}/comments?`),
    async reviews(number, repository = firstRepository) {
      const [reviews, comments] = await Promise.all([
        list<ReviewSeen>(repository, `/pulls/${number}/reviews?`),
        list<ReviewSeen["comments"][number]>(repository, `/pulls/${number}/comments?`),
      ]);
      return reviews.map((review) => ({
        ...review,
        comments: comments.filter((comment) => comment.pull_request_review_id === review.id),
      }));
    },
    async checks(sha, repository = firstRepository) {
      const path = `/commits/${sha}/check-runs?filter=all&per_page=100`;
      return (await look<{ check_runs: CheckJson[] }>(repository, path))?.check_runs ?? [];
    },
    pullRequest: (number, repository = firstRepository) =>
      look<PullJson>(repository, `/pulls/${number}`),
    pullRequests: (repository = firstRepository) => list<PullJson>(repository, "/pulls?state=all&"),
    async branches(repository = firstRepository) {
      return (await list<{ name: string }>(repository, "/branches?")).map(({ name }) => name);
    },
  };
}
