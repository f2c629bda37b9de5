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
    repositories: [
      { name: "shop", files: { "a.sql": "one\ntwo\nthree\n", "old.sql": "stays\nthe\nsame\n" } },
    ],
  });
  app = await appClient(github);
  alice = clientWith(github, github.tokenOf("alice"));
});
afterAll(() => github.close());

let opened = 0;
/** A pull request of its own for each test. */
async function aPullRequest(files: Record<string, string | null> = { "b.sql": "select 1\n" }) {
  opened += 1;
  const head = `branch-${opened}`;
  const order = { user: "alice", title: `Change ${opened}`, head, files };
  return { head, ...(await github.openPullRequest(order)) };
}

test("the files of a pull request are those that git sees, with patches", async () => {
  const { number } = await aPullRequest({
    "a.sql": "one\n2\nthree\n",
    "old.sql": null,
    "new.sql": "stays\nthe\nsame\n",
    "added.sql": "select 1",
  });

  const { data } = await app.rest.pulls.listFiles({ ...shop, pull_number: number });
  const { data: pull } = await app.rest.pulls.get({ ...shop, pull_number: number });

  expect(data).toMatchObject([
    { filename: "a.sql", status: "modified", additions: 1, deletions: 1 },
    { filename: "added.sql", status: "added", additions: 1 },
    { filename: "new.sql", previous_filename: "old.sql", status: "renamed", changes: 0 },
  ]);
  expect(data[0]?.patch).toBe("@@ -1,3 +1,3 @@\n one\n-two\n+2\n three");
  expect(data[1]?.patch).toBe("@@ -0,0 +1 @@\n+select 1\n\\ No newline at end of file");
  expect(pull).toMatchObject({ additions: 2, deletions: 1, changed_files: 3, commits: 1 });
});

test("a long list of files comes in pages", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 130 }, (_, index) => [`many/${index}.sql`, `select ${index}\n`]),
  );
  const { number } = await aPullRequest(files);
  const order = { ...shop, pull_number: number, per_page: 50 };

  const first = await app.rest.pulls.listFiles(order);
  const all = await app.paginate(app.rest.pulls.listFiles, order);

  expect(first.data).toHaveLength(50);
  expect(all.map(({ filename }) => filename).sort()).toEqual(Object.keys(files).sort());
});

test("a pull request can be had as a diff", async () => {
  const { number } = await aPullRequest({ "a.sql": "one\ntwo\n3\n" });

  const { data } = await app.rest.pulls.get({
    ...shop,
    pull_number: number,
    mediaType: { format: "diff" },
  });

  expect(String(data)).toContain("diff --git a/a.sql b/a.sql");
  expect(String(data)).toContain("-three\n+3\n");
});

test.each(["contents", "git data", "GraphQL"] as const)(
  "a commit through %s moves the head and is told as synchronize",
  async (way) => {
    const { number, head, headSha } = await aPullRequest();
    const ways = {
      contents: () =>
        app.rest.repos.createOrUpdateFileContents({
          ...shop,
          path: "by-contents.sql",
          message: "Add",
          branch: head,
          content: Buffer.from("x").toString("base64"),
        }),
      "git data": async () => {
        const base = await app.rest.git.getCommit({ ...shop, commit_sha: headSha });
        const tree = await app.rest.git.createTree({
          ...shop,
          base_tree: base.data.tree.sha,
          tree: [{ path: "x.sql", mode: "100644", type: "blob", content: "x" }],
        });
        const commit = await app.rest.git.createCommit({
          ...shop,
          message: "Add",
          tree: tree.data.sha,
          parents: [headSha],
        });
        return app.rest.git.updateRef({ ...shop, ref: `heads/${head}`, sha: commit.data.sha });
      },
      GraphQL: () =>
        app.graphql(
          "mutation($input:CreateCommitOnBranchInput!){createCommitOnBranch(input:$input){commit{oid}}}",
          {
            input: {
              branch: { repositoryNameWithOwner: "acme/shop", branchName: head },
              expectedHeadOid: headSha,
              message: { headline: "Add" },
              fileChanges: { additions: [{ path: "y.sql", contents: "eA==" }] },
            },
          },
        ),
    };

    await ways[way]();
    await github.settled();

    const { data } = await app.rest.pulls.get({ ...shop, pull_number: number });
    expect(data.head.sha).not.toBe(headSha);
    expect(data.commits).toBe(2);
    expect(github.deliveries.at(-1)).toMatchObject({
      event: "pull_request",
      action: "synchronize",
      payload: {
        number,
        before: headSha,
        after: data.head.sha,
        pull_request: { head: { sha: data.head.sha } },
        sender: { login: "buster[bot]", type: "Bot" },
        installation: { id: github.installationId },
      },
    });
  },
);

test("what GitHub would not open is not opened", async () => {
  const { head } = await aPullRequest();
  await alice.rest.git.createRef({
    ...shop,
    ref: "refs/heads/empty",
    sha: (await github.commits("main"))[0]?.sha ?? "",
  });
  const open = (from: string) =>
    app.rest.pulls.create({ ...shop, title: "x", head: from, base: "main" });

  await expect(open(head)).rejects.toThrow(`A pull request already exists for acme:${head}.`);
  await expect(open("empty")).rejects.toThrow("No commits between main and empty");
  await expect(open("nowhere")).rejects.toMatchObject({ status: 422 });

  expect(await github.branches()).not.toContain("nowhere");
});

test("a closed pull request keeps its head, and can be opened again", async () => {
  const { number, head, headSha } = await aPullRequest();

  await github.closePullRequest({ user: "alice", number });
  const closed = github.deliveries.at(-1);
  await github.push({ user: "alice", branch: head, files: { "c.sql": "c" } });
  const afterPush = await github.pullRequest(number);
  await github.reopenPullRequest({ user: "alice", number });

  expect(closed).toMatchObject({
    action: "closed",
    payload: { pull_request: { state: "closed", merged: false } },
  });
  expect(afterPush?.head.sha).toBe(headSha);
  expect(github.deliveries.at(-1)).toMatchObject({ action: "reopened" });
});

test("merging takes the head as it is now, and pushes to the base", async () => {
  const { number, head } = await aPullRequest({ "merged.sql": "1\n" });
  await github.push({ user: "alice", branch: head, files: { "merged.sql": "2\n" } });
  await github.push({ user: "alice", branch: "main", files: { "elsewhere.sql": "x\n" } });

  const { sha } = await github.mergePullRequest({ user: "alice", number });

  expect(await github.file("main", "merged.sql")).toBe("2\n");
  expect(await github.file("main", "elsewhere.sql")).toBe("x\n");
  expect(await github.pullRequest(number)).toMatchObject({ merged: true, merge_commit_sha: sha });
  expect(github.deliveries.slice(-2)).toMatchObject([
    { event: "push", payload: { ref: "refs/heads/main", after: sha } },
    { event: "pull_request", action: "closed", payload: { pull_request: { merged: true } } },
  ]);
});

test("a pull request from a fork brings its commits along", async () => {
  const order = { user: "bob", title: "From outside", files: { "fork.sql": "1\n" } };

  const { number, headSha } = await github.openForkPullRequest(order);

  const { data } = await app.rest.pulls.get({ ...shop, pull_number: number });
  const files = await app.rest.pulls.listFiles({ ...shop, pull_number: number });
  const check = await app.rest.checks.create({ ...shop, name: "x", head_sha: headSha });
  expect(data.head).toMatchObject({
    label: "bob:from-outside",
    sha: headSha,
    repo: { fork: true },
  });
  expect(files.data).toMatchObject([{ filename: "fork.sql" }]);
  expect(check.data).toMatchObject({ head_sha: headSha, pull_requests: [] });
  expect(await github.checks(headSha)).toHaveLength(1);
});

test("a forced push is told as one, and deleting the head closes the pull request", async () => {
  const { number, head, headSha } = await aPullRequest();
  await github.push({ user: "alice", branch: head, files: { "c.sql": "c" } });
  const ref = `heads/${head}`;

  await alice.rest.git.updateRef({ ...shop, ref, sha: headSha, force: true });
  await github.settled();
  const [pushed, moved] = github.deliveries.slice(-2);
  await alice.rest.git.deleteRef({ ...shop, ref });
  await github.settled();

  expect(pushed).toMatchObject({ event: "push", payload: { forced: true, after: headSha } });
  expect(moved).toMatchObject({ action: "synchronize", payload: { after: headSha } });
  expect(github.deliveries.slice(-2)).toMatchObject([
    { event: "push", payload: { deleted: true, head_commit: null } },
    { event: "pull_request", action: "closed", payload: { number } },
  ]);
});

test("a draft becomes ready", async () => {
  const order = { user: "alice", title: "Not yet", files: { "d.sql": "d" }, draft: true };
  const { number } = await github.openPullRequest(order);
  const drafted = await github.pullRequest(number);

  await github.markReady({ user: "alice", number });

  expect(drafted?.draft).toBe(true);
  expect(github.deliveries.at(-1)).toMatchObject({
    action: "ready_for_review",
    payload: { pull_request: { draft: false } },
  });
});
