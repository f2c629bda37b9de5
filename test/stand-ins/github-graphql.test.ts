import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
beforeAll(async () => {
  github = await startGitHubStandIn({
    users: [{ login: "alice" }],
    repositories: [{ name: "shop", private: true, files: { "a.sql": "select 1\n", "b.sql": "b" } }],
  });
  app = await appClient(github);
});
afterAll(() => github.close());

const mutation =
  "mutation($input:CreateCommitOnBranchInput!){createCommitOnBranch(input:$input){commit{oid url}}}";

function commit(
  branch: string,
  expectedHeadOid: string,
  fileChanges: object,
): Promise<{ createCommitOnBranch: { commit: { oid: string } } }> {
  const input = {
    branch: { repositoryNameWithOwner: "acme/shop", branchName: branch },
    expectedHeadOid,
    message: { headline: "Describe orders", body: "Why.\n\nBuster-Effect: run-1:0" },
    fileChanges,
  };
  return app.graphql(mutation, { input });
}

const text = (content: string) => Buffer.from(content).toString("base64");
const refusedAs = (type: string) => ({ errors: [{ type, path: ["createCommitOnBranch"] }] });

test("a commit adds and deletes files in the app's name", async () => {
  const first = await github.push({ user: "alice", branch: "docs", files: { "c.sql": "c" } });

  const made = await commit("docs", first, {
    additions: [{ path: "models/é.yml", contents: text("version: 2 # ü\n") }],
    deletions: [{ path: "b.sql" }],
  });

  const [newest] = await github.commits("docs");
  expect(newest).toMatchObject({
    sha: made.createCommitOnBranch.commit.oid,
    message: "Describe orders\n\nWhy.\n\nBuster-Effect: run-1:0",
    author: { name: "buster[bot]" },
    committer: { name: "GitHub", email: "noreply@github.com" },
  });
  expect(await github.file("docs", "models/é.yml")).toBe("version: 2 # ü\n");
  expect(await github.file("docs", "b.sql")).toBeUndefined();
});

test("a commit on a head that has moved is refused, and nothing is written", async () => {
  const first = await github.push({ user: "alice", branch: "stale", files: { "c.sql": "c" } });
  const second = await github.push({ user: "alice", branch: "stale", files: { "c.sql": "d" } });

  const late = commit("stale", first, { additions: [{ path: "x", contents: text("x") }] });

  await expect(late).rejects.toMatchObject(refusedAs("STALE_DATA"));
  expect((await github.commits("stale"))[0]?.sha).toBe(second);
});

test("of two commits on one head only one is made", async () => {
  const first = await github.push({ user: "alice", branch: "race", files: { "c.sql": "c" } });
  const make = (path: string) => commit("race", first, { additions: [{ path, contents: "eA==" }] });

  const both = await Promise.allSettled([make("one"), make("two")]);

  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await github.commits("race")).toHaveLength(3);
});

test("protected branches, missing branches, missing files and workflows are refused", async () => {
  const head = await github.push({ user: "alice", branch: "rules", files: { "c.sql": "c" } });
  const add = { additions: [{ path: "x", contents: "eA==" }] };
  const workflow = { additions: [{ path: ".github/workflows/x.yml", contents: "eA==" }] };

  await expect(commit("nowhere", head, add)).rejects.toMatchObject(refusedAs("NOT_FOUND"));
  const gone = commit("rules", head, { deletions: [{ path: "not-there.sql" }] });
  await expect(gone).rejects.toMatchObject(refusedAs("UNPROCESSABLE"));
  await expect(commit("rules", head, workflow)).rejects.toMatchObject(refusedAs("FORBIDDEN"));
  await github.protectBranch("rules");
  await expect(commit("rules", head, add)).rejects.toMatchObject(
    refusedAs("BRANCH_PROTECTION_RULE_VIOLATION"),
  );

  expect((await github.commits("rules"))[0]?.sha).toBe(head);
});

test("a pull request can be asked for with its head, files, comments and history", async () => {
  const { number, headSha } = await github.openPullRequest({
    user: "alice",
    title: "Ask me",
    files: { "ask.sql": "select 1\n" },
  });
  await github.comment({ user: "alice", number, body: "Hello" });
  await app.rest.issues.createComment({
    owner: "acme",
    repo: "shop",
    issue_number: number,
    body: "Hi",
  });

  const { repository } = await app.graphql<{ repository: object }>(
    `query($number: Int!) {
      repository(owner: "acme", name: "shop") {
        nameWithOwner
        isPrivate
        defaultBranchRef { name target { oid } }
        ref(qualifiedName: "refs/heads/ask-me") {
          target { ... on Commit { history(first: 1) { nodes { oid messageHeadline } } } }
        }
        pullRequest(number: $number) {
          headRefOid state isDraft author { login }
          files(first: 10) { nodes { path additions } }
          comments(last: 5) { nodes { body author { login __typename } } totalCount }
          commits(first: 10) { nodes { commit { oid message } } }
        }
      }
    }`,
    { number },
  );

  expect(repository).toMatchObject({
    nameWithOwner: "acme/shop",
    isPrivate: true,
    defaultBranchRef: { name: "main" },
    ref: { target: { history: { nodes: [{ oid: headSha, messageHeadline: "Ask me" }] } } },
    pullRequest: {
      headRefOid: headSha,
      state: "OPEN",
      isDraft: false,
      author: { login: "alice" },
      files: { nodes: [{ path: "ask.sql", additions: 1 }] },
      comments: {
        totalCount: 2,
        nodes: [
          { body: "Hello", author: { login: "alice", __typename: "User" } },
          { body: "Hi", author: { login: "buster", __typename: "Bot" } },
        ],
      },
      commits: { nodes: [{ commit: { oid: headSha } }] },
    },
  });
});

test("what GitHub's schema does not have, or the stand-in cannot answer, is an error", async () => {
  const repository = (fields: string) =>
    app.graphql(`{ repository(owner: "acme", name: "shop") { ${fields} } }`);

  await expect(repository("shoeSize")).rejects.toThrow('Cannot query field "shoeSize"');
  await expect(repository("stargazerCount")).rejects.toMatchObject({
    errors: [{ type: "NOT_IN_THE_STAND_IN" }],
  });
  const unpaged = repository("pullRequests { totalCount }");
  await expect(unpaged).rejects.toMatchObject({
    errors: [{ type: "MISSING_PAGINATION_BOUNDARIES" }],
  });
  const hidden = app.graphql('{ repository(owner: "acme", name: "secret") { id } }');
  await expect(hidden).rejects.toMatchObject({ errors: [{ type: "NOT_FOUND" }] });
});
