import type { RepositoryRef } from "#agents-schema/event.ts";
import type { GitHub } from "#bot/ports.ts";
import type { GitHubStandIn } from "../stand-ins/github-stand-in.ts";
import { describeChecks } from "./github-checks.ts";
import { describeComments } from "./github-comments.ts";
import { describeCommits } from "./github-commits.ts";
import { describeLookups } from "./github-lookups.ts";
import { describePullRequests } from "./github-pull-requests.ts";
import { describeReviews } from "./github-reviews.ts";
import { describeTrouble } from "./github-trouble.ts";

/** GitHub to test, with the world behind it: what people see there and do there. */
export interface GitHubUnderTest {
  github: GitHub;
  world: GitHubStandIn;
  /**
   * A private one where the App is installed; `acme/site` is public. `ada` may write, `rex` may read, `mia`
   * is an admin and in team `data`, `eve` is a stranger.
   */
  repository: RepositoryRef;
  /** Lets the bot's clock go on; the world's does not. */
  passSeconds(seconds: number): void;
}

/** What every GitHub promises to the flow. */
export function describeGitHub(subject: () => GitHubUnderTest): void {
  describeLookups(subject);
  describeChecks(subject);
  describeComments(subject);
  describeCommits(subject);
  describePullRequests(subject);
  describeReviews(subject);
  describeTrouble(subject);
}
