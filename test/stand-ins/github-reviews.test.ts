import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient, clientWith } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
let pull_number: number;
let headSha: string;
const shop = { owner: "acme", repo: "shop" };
const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
beforeAll(async () => {
  github = await startGitHubStandIn({
    users: [{ login: "alice" }],
    repositories: [{ name: "shop", files: { "a.sql": `${lines.join("\n")}\n`, "b.sql": "b\n" } }],
  });
  app = await appClient(github);
  const changed = lines.with(9, "line ten").join("\n");
  const files = { "a.sql": `${changed}\n`, "new.sql": "select 1\nselect 2\n" };
  const opened = await github.openPullRequest({ user: "alice", title: "Review me", files });
  pull_number = opened.number;
  headSha = opened.headSha;
});
afterAll(() => github.close());

test("a review brings comments on lines and on ranges of the diff", async () => {
  const { data: review } = await app.rest.pulls.createReview({
    ...shop,
    pull_number,
    commit_id: headSha,
    event: "COMMENT",
    body: "Two findings",
    comments: [
      { path: "a.sql", line: 10, side: "RIGHT", body: "```suggestion\nline 10\n```" },
      { path: "new.sql", start_line: 1, line: 2, side: "RIGHT", body: "Both" },
      { path: "a.sql", line: 10, side: "LEFT", body: "The old line" },
    ],
  });
  await github.settled();

  const [seen] = await github.reviews(pull_number);
  const { data: own } = await app.rest.pulls.listCommentsForReview({
    ...shop,
    pull_number,
    review_id: review.id,
  });
  expect(review).toMatchObject({ state: "COMMENTED", commit_id: headSha });
  expect(seen?.comments).toMatchObject([
    { path: "a.sql", line: 10, side: "RIGHT", start_line: null },
    { path: "new.sql", line: 2, start_line: 1, start_side: "RIGHT" },
    { path: "a.sql", line: 10, side: "LEFT" },
  ]);
  expect(own).toHaveLength(3);
  expect(github.deliveries.slice(-4).map(({ event, action }) => [event, action])).toEqual([
    ["pull_request_review", "submitted"],
    ["pull_request_review_comment", "created"],
    ["pull_request_review_comment", "created"],
    ["pull_request_review_comment", "created"],
  ]);
});

test.each([
  ["a line outside the diff", { path: "a.sql", line: 25 }, "Line could not be resolved"],
  ["a file outside the diff", { path: "b.sql", line: 1 }, "Path could not be resolved"],
  ["a range over the hunk", { path: "a.sql", start_line: 2, line: 10 }, "Line could not"],
  ["a range backwards", { path: "a.sql", start_line: 11, line: 10 }, "Line could not"],
  ["a position", { path: "a.sql", position: 1 }, "Line could not be resolved"],
])("%s refuses the whole review", async (_, place, reason) => {
  const before = await github.reviews(pull_number);

  const reviewing = app.rest.pulls.createReview({
    ...shop,
    pull_number,
    event: "COMMENT",
    body: "One of two is wrong",
    comments: [
      { path: "a.sql", line: 10, body: "fine" },
      { ...place, body: "wrong" },
    ],
  });

  await expect(reviewing).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining(reason),
  });
  expect(await github.reviews(pull_number)).toEqual(before);
});

test("a single comment must be on the diff too, and can be replied to", async () => {
  const order = { ...shop, pull_number, commit_id: headSha, path: "a.sql", side: "RIGHT" as const };
  const outside = app.rest.pulls.createReviewComment({ ...order, line: 25, body: "x" });
  await expect(outside).rejects.toThrow("pull_request_review_thread.line must be part of the diff");
  const { data: made } = await app.rest.pulls.createReviewComment({
    ...order,
    line: 10,
    body: "Why?",
  });

  const alice = clientWith(github, github.tokenOf("alice"));
  const { data: answered } = await alice.rest.pulls.createReplyForReviewComment({
    ...shop,
    pull_number,
    comment_id: made.id,
    body: "Because",
  });

  expect(answered).toMatchObject({ in_reply_to_id: made.id, path: "a.sql", line: 10 });
});

test("nobody approves their own pull request, and requesting changes needs words", async () => {
  const alice = clientWith(github, github.tokenOf("alice"));
  const review = { ...shop, pull_number };

  const approving = alice.rest.pulls.createReview({ ...review, event: "APPROVE" });
  await expect(approving).rejects.toThrow("Can not approve your own pull request");

  const wordless = app.rest.pulls.createReview({ ...review, event: "REQUEST_CHANGES" });
  await expect(wordless).rejects.toMatchObject({ status: 422 });
});

test("a reaction is given once, listed and taken back", async () => {
  const { id: comment_id } = await github.comment({
    user: "alice",
    number: pull_number,
    body: "@buster run",
  });
  const order = { ...shop, comment_id };

  const first = await app.rest.reactions.createForIssueComment({ ...order, content: "eyes" });
  const second = await app.rest.reactions.createForIssueComment({ ...order, content: "eyes" });
  const listed = await app.rest.reactions.listForIssueComment(order);
  await app.rest.reactions.deleteForIssueComment({ ...order, reaction_id: first.data.id });
  const left = await app.rest.reactions.listForIssueComment(order);

  expect([first.status, second.status]).toEqual([201, 200]);
  expect(listed.data).toMatchObject([{ content: "eyes", user: { login: "buster[bot]" } }]);
  expect(left.data).toEqual([]);
  const nowhere = app.rest.reactions.createForIssueComment({
    ...shop,
    comment_id: 9999,
    content: "eyes",
  });
  await expect(nowhere).rejects.toMatchObject({ status: 404 });
});
