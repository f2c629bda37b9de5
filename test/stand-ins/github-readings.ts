import type { CheckJson } from "./github-check-routes.ts";
import { encodePath } from "./github-moves.ts";
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
  pullRequest(number: number, repository?: string): Promise<Json>;
  pullRequests(repository?: string): Promise<readonly Json[]>;
  branches(repository?: string): Promise<readonly string[]>;
}

export function createReadings(world: World, firstRepository: string): GitHubReadings {
  const { origin, organization } = world;

  /** Looks through the overlay, with the eyes of the owner. */
  const look = async (repository: string, path: string): Promise<unknown> => {
    const response = await fetch(`${origin}/api/v3/repos/${organization}/${repository}${path}`, {
      headers: { authorization: `token ghp_${organization}-owner` },
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`looking at ${path}: ${response.status}`);
    return response.json();
  };

  return {
    async commits(branch, repository = firstRepository) {
      const found = await look(
        repository,
        `/commits?sha=${encodeURIComponent(branch)}&per_page=100`,
      );
      return (found as { sha: string; commit: Omit<CommitSeen, "sha"> }[]).map(
        ({ sha, commit: { message, author, committer } }) => ({ sha, message, author, committer }),
      );
    },
    async file(branch, path, repository = firstRepository) {
      const ref = encodeURIComponent(branch);
      const found = await look(repository, `/contents/${encodePath(path)}?ref=${ref}`);
      if (found === undefined) return undefined;
      return Buffer.from((found as { content: string }).content, "base64").toString("utf8");
    },
    async comments(number, repository = firstRepository) {
      return (await look(repository, `/issues/${number}/comments?per_page=100`)) as CommentSeen[];
    },
    async reviews(number, repository = firstRepository) {
      const path = `/pulls/${number}`;
      const [reviews, comments] = await Promise.all([
        look(repository, `${path}/reviews?per_page=100`),
        look(repository, `${path}/comments?per_page=100`),
      ]);
      const all = comments as (ReviewSeen["comments"][number] & Json)[];
      return (reviews as ReviewSeen[]).map((review) => ({
        ...review,
        comments: all.filter((comment) => comment.pull_request_review_id === review.id),
      }));
    },
    async checks(sha, repository = firstRepository) {
      const found = await look(repository, `/commits/${sha}/check-runs?filter=all&per_page=100`);
      return (found as { check_runs: CheckJson[] } | undefined)?.check_runs ?? [];
    },
    async pullRequest(number, repository = firstRepository) {
      return (await look(repository, `/pulls/${number}`)) as Json;
    },
    async pullRequests(repository = firstRepository) {
      return (await look(repository, "/pulls?state=all&per_page=100")) as Json[];
    },
    async branches(repository = firstRepository) {
      const found = await look(repository, "/branches?per_page=100");
      return (found as { name: string }[]).map(({ name }) => name);
    },
  };
}
