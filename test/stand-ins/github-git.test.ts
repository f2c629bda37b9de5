import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanEnvironment } from "./github-git-objects.ts";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appToken } from "./github-test-client.ts";

let github: GitHubStandIn;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "github-git-"));
  github = await startGitHubStandIn({
    users: [
      { login: "alice" },
      { login: "rita", permission: "read" },
      { login: "mallory", permission: "none" },
    ],
    repositories: [
      {
        name: "shop",
        private: true,
        files: { "README.md": "# shop\n", "models/é.sql": "select 1\n" },
      },
      { name: "open", files: { "README.md": "open\n" } },
    ],
  });
});
afterAll(async () => {
  await github.close();
  await rm(directory, { recursive: true });
});

const run = promisify(execFile);

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", directory, ...args], { env: cleanEnvironment() });
  return stdout.trim();
}

function addressFor(login: string, repository = "shop"): string {
  const token = github.tokenOf(login);
  return github.gitUrl(repository).replace("http://", `http://x-access-token:${token}@`);
}

test("a clone holds what the API shows", async () => {
  await git("clone", "-q", addressFor("alice"), "clone");

  const text = await readFile(join(directory, "clone/models/é.sql"), "utf8");
  const [head] = await github.commits("main");
  expect(text).toBe("select 1\n");
  expect(await git("-C", "clone", "rev-parse", "HEAD")).toBe(head?.sha);
  expect(await git("-C", "clone", "fsck", "--strict")).toBe("");
});

test("a pull request's head and any commit can be fetched by an app's token", async () => {
  const { number, headSha } = await github.openPullRequest({
    user: "alice",
    title: "Fetch me",
    files: { "a.sql": "select 1\n" },
  });
  await github.push({ user: "alice", branch: "fetch-me", files: { "a.sql": "select 2\n" } });
  const token = await appToken(github);
  const address = github.gitUrl().replace("http://", `http://x-access-token:${token}@`);
  await git("init", "-q", "--bare", "bare");

  await git("-C", "bare", "fetch", "-q", address, `refs/pull/${number}/head`);
  const tip = await git("-C", "bare", "rev-parse", "FETCH_HEAD");
  await git("-C", "bare", "fetch", "-q", "--depth=1", "--filter=blob:none", address, headSha);

  expect(tip).toBe((await github.pullRequest(number))?.head.sha);
  expect(await git("-C", "bare", "rev-parse", "FETCH_HEAD")).toBe(headSha);
});

test("a push moves the pull request's head and the app hears of it", async () => {
  const { number, headSha } = await github.openPullRequest({
    user: "alice",
    title: "Push me",
    files: { "b.sql": "select 1\n" },
  });
  await git("clone", "-q", "-b", "push-me", addressFor("alice"), "work");
  await writeFile(join(directory, "work/b.sql"), "select 2\n");
  const me = ["-c", "user.name=Alice", "-c", "user.email=alice@example.com"];
  await git("-C", "work", ...me, "commit", "-q", "-am", "Select two");

  await git("-C", "work", "push", "-q", "origin", "push-me");

  const sha = await git("-C", "work", "rev-parse", "HEAD");
  await github.settled();
  expect((await github.pullRequest(number))?.head.sha).toBe(sha);
  expect(await github.file("push-me", "b.sql")).toBe("select 2\n");
  expect(github.deliveries.slice(-2)).toMatchObject([
    {
      event: "push",
      payload: {
        before: headSha,
        after: sha,
        commits: [{ id: sha, message: "Select two", modified: ["b.sql"], added: [] }],
        sender: { login: "alice" },
      },
    },
    {
      event: "pull_request",
      action: "synchronize",
      payload: { before: headSha, after: sha, pull_request: { head: { sha } } },
    },
  ]);
});

test("a private repository is shown to nobody without the right to see it", async () => {
  const list = (address: string) => git("ls-remote", address);
  const wrong = github.gitUrl().replace("http://", "http://x-access-token:ghp_nobody@");

  await expect(list(github.gitUrl())).rejects.toThrow(/could not read Username/);
  await expect(list(wrong)).rejects.toThrow(/Authentication failed/);
  await expect(list(addressFor("mallory"))).rejects.toThrow(/not found/);
  expect(await list(github.gitUrl("open"))).toContain("refs/heads/main");
});

test("readers cannot push, and nobody can push to a protected branch", async () => {
  await git("clone", "-q", addressFor("alice", "open"), "open");
  await github.protectBranch("main", "open");
  const push = (login: string, ref: string) =>
    git("-C", "open", "push", addressFor(login, "open"), `HEAD:${ref}`);
  const me = ["-c", "user.name=Alice", "-c", "user.email=alice@example.com"];
  await git("-C", "open", ...me, "commit", "-q", "--allow-empty", "-m", "Nothing");

  await expect(push("rita", "refs/heads/mine")).rejects.toThrow(/403/);
  await expect(push("alice", "refs/heads/main")).rejects.toThrow(/GH006: Protected branch/);
  await push("alice", "refs/heads/mine");

  expect(await github.branches("open")).toEqual(["main", "mine"]);
});
