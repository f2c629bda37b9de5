import { describeChecks } from "./github-checks.ts";
import { describeComments } from "./github-comments.ts";
import { describeCommits } from "./github-commits.ts";
import { describeLookups } from "./github-lookups.ts";
import { describePullRequests } from "./github-pull-requests.ts";
import { describeReviews } from "./github-reviews.ts";
import { describeTrouble } from "./github-trouble.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

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
