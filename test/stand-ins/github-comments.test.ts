import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient, clientWith } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
let alice: ProbotOctokit;
const shop = { owner: "acme", repo: "shop" };
beforeAll(async () => {
  github = await startGitHubStandIn({
    users: [{ login: "alice" }, { login: "bob", permission: "read" }],
    repositories: [{ name: "shop", files: { "a.sql": "one\n" } }],
  });
  app = await appClient(github);
  alice = clientWith(github, github.tokenOf("alice"));
});
afterAll(() => github.close());

let opened = 0;
/** A pull request of its own for each test. */
function aPullRequest() {
  opened += 1;
  return github.openPullRequest({
    user: "alice",
    title: `Change ${opened}`,
    files: { "b.sql": "select 1\n" },
  });
}

test("labels of a pull request are told as its own events", async () => {
  const { number } = await aPullRequest();

  await github.label({ user: "alice", number, label: "dbt" });
  const labelled = await github.pullRequest(number);
  await github.unlabel({ user: "alice", number, label: "dbt" });

  expect(labelled).toMatchObject({ labels: [{ name: "dbt" }] });
  expect(github.deliveries.slice(-2)).toMatchObject([
    {
      event: "pull_request",
      action: "labeled",
      payload: { number, label: { name: "dbt" }, pull_request: { labels: [{ name: "dbt" }] } },
    },
    { event: "pull_request", action: "unlabeled", payload: { pull_request: { labels: [] } } },
  ]);
});

test("a comment says whether it stands on a pull request, and which app made it", async () => {
  const { number } = await aPullRequest();
  const issue = await alice.rest.issues.create({ ...shop, title: "An issue" });

  await github.comment({ user: "bob", number, body: "@buster stop" });
  const told = github.deliveries.at(-1);
  await github.comment({ user: "bob", number: issue.data.number, body: "hello" });
  const toldOfIssue = github.deliveries.at(-1);
  const mine = await app.rest.issues.createComment({ ...shop, issue_number: number, body: "Hi" });
  await app.rest.issues.updateComment({ ...shop, comment_id: mine.data.id, body: "Hi again" });
  await github.settled();

  expect(told).toMatchObject({
    event: "issue_comment",
    action: "created",
    payload: {
      issue: { number, pull_request: { html_url: `${github.webUrl}/acme/shop/pull/${number}` } },
      comment: { body: "@buster stop", performed_via_github_app: null },
    },
  });
  expect(toldOfIssue?.payload.issue).not.toHaveProperty("pull_request");
  expect(await github.comments(number)).toMatchObject([
    { body: "@buster stop", user: { login: "bob", type: "User" } },
    {
      body: "Hi again",
      user: { login: "buster[bot]", type: "Bot" },
      performed_via_github_app: { id: github.appId },
    },
  ]);
  expect(github.deliveries.at(-1)).toMatchObject({ event: "issue_comment", action: "edited" });
});

test("a comment over 65536 characters is refused", async () => {
  const { number } = await aPullRequest();

  const posting = app.rest.issues.createComment({
    ...shop,
    issue_number: number,
    body: "x".repeat(65_537),
  });

  await expect(posting).rejects.toMatchObject({ status: 422 });
  expect(await github.comments(number)).toEqual([]);
});
