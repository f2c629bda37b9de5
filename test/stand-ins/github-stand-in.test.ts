import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient, appItself, openReceiver } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let directory: string;
const shop = { owner: "acme", repo: "shop" };
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "github-seed-"));
  await mkdir(join(directory, "models/.git-like"), { recursive: true });
  await mkdir(join(directory, ".git"));
  await writeFile(join(directory, ".git/config"), "not for GitHub");
  await writeFile(join(directory, "models/.git-like/a.sql"), "select 1\n");
  await writeFile(join(directory, "logo.png"), Buffer.from([0x89, 0x50, 0xff, 0x00]));
  github = await startGitHubStandIn({
    users: [{ login: "alice" }],
    repositories: [{ name: "shop", files: { directory } }],
  });
  app = await appClient(github);
  receiver = await openReceiver(github);
});
afterAll(async () => {
  await receiver.close();
  await github.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  receiver.seen.length = 0;
  receiver.answerWith(202);
});

const anIssue = () => app.rest.issues.create({ ...shop, title: "An issue" });

test("a repository begins with the files of a directory, byte for byte", async () => {
  const { data } = await app.rest.git.getTree({ ...shop, tree_sha: "main", recursive: "1" });
  const logo = data.tree.find(({ path }) => path === "logo.png");
  const blob = await app.rest.git.getBlob({ ...shop, file_sha: logo?.sha ?? "" });

  expect(data.tree.filter(({ type }) => type === "blob").map(({ path }) => path)).toEqual([
    "logo.png",
    "models/.git-like/a.sql",
  ]);
  expect(Buffer.from(blob.data.content, "base64")).toEqual(Buffer.from([0x89, 0x50, 0xff, 0x00]));
});

test("webhooks are signed, come in order and each under its own GUID", async () => {
  const order = { user: "alice", title: "Tell me", files: { "x.sql": "x" } };

  await github.openPullRequest(order);

  expect(receiver.seen).toMatchObject([
    { event: "push", isSigned: true },
    { event: "pull_request", isSigned: true },
  ]);
  expect(new Set(receiver.seen.map(({ guid }) => guid)).size).toBe(2);
  expect(receiver.seen[0]?.guid).toMatch(/^[0-9a-f-]{36}$/);
});

test("a webhook that failed is not repeated by itself, but on demand under the same GUID", async () => {
  receiver.answerWith(500);
  await github.api("alice", "POST", "/repos/acme/shop/issues", { title: "Missed" });
  const missed = github.deliveries.at(-1);
  receiver.answerWith(202);

  const again = await github.redeliver(missed?.guid ?? "");

  expect(missed).toMatchObject({ event: "issues", status: 500, isRedelivery: false });
  expect(again).toMatchObject({ guid: missed?.guid, status: 202, isRedelivery: true });
  expect(receiver.seen.map(({ guid }) => guid)).toEqual([missed?.guid, missed?.guid]);
});

test("the app finds its failed webhooks and has them repeated", async () => {
  const itself = await appItself(github);
  receiver.answerWith(503);
  await github.api("alice", "POST", "/repos/acme/shop/issues", { title: "Missed too" });
  receiver.answerWith(202);

  const { data } = await itself.rest.apps.listWebhookDeliveries();
  const failed = data.find(({ status_code }) => status_code === 503);
  await itself.rest.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 });
  await github.settled();

  expect(failed).toMatchObject({ event: "issues", action: "opened", redelivery: false });
  expect(github.deliveries.at(-1)).toMatchObject({ guid: failed?.guid, isRedelivery: true });
});

test("any other webhook can be announced", async () => {
  const fields = { action: "suspend", requester: null };

  await github.announce({ user: "alice", event: "installation", fields });

  expect(receiver.seen).toMatchObject([{ event: "installation", isSigned: true }]);
  expect(github.deliveries.at(-1)?.payload).toMatchObject({
    ...fields,
    sender: { login: "alice" },
  });
});

test("the log has what the app called, and nothing that people did", async () => {
  const { number } = (await anIssue()).data;
  await github.comment({ user: "alice", number, body: "hello" });
  await app.graphql("{ viewer { login } }");

  expect(github.log.slice(-2)).toMatchObject([
    { method: "POST", path: "/repos/acme/shop/issues", status: 201, body: { title: "An issue" } },
    { method: "POST", path: "/graphql#viewer", status: 200 },
  ]);
});

test.each([
  [{ kind: "rate-limit", retryAfterSeconds: 3 }, 429, "3"],
  [{ kind: "secondary-rate-limit", retryAfterSeconds: 7 }, 403, "7"],
  [{ kind: "status", status: 502 }, 502, undefined],
] as const)("a call fails with $kind as often as said", async (fault, status, retryAfter) => {
  github.failNext("POST /issues", fault);

  const failing = anIssue();

  await expect(failing).rejects.toMatchObject({ status });
  const headers = await failing.catch((cause) => cause.response.headers);
  expect(headers["retry-after"]).toBe(retryAfter);
  expect((await anIssue()).status).toBe(201);
});

test("a cut connection leaves nothing behind, or everything", async () => {
  const count = async () =>
    (await app.rest.issues.listForRepo({ ...shop, state: "all", per_page: 100 })).data.length;
  const before = await count();

  github.failNext("POST /issues", { kind: "drop-before" });
  await expect(anIssue()).rejects.toThrow();
  const afterFirst = await count();
  github.failNext("POST /issues", { kind: "drop-after" });
  await expect(anIssue()).rejects.toThrow();

  expect(afterFirst).toBe(before);
  expect(await count()).toBe(before + 1);
});

test("nothing answers after it was closed", async () => {
  const other = await startGitHubStandIn({
    users: [],
    repositories: [{ name: "shop", files: { "a.sql": "1" } }],
  });

  await other.close();

  await expect(fetch(other.webUrl)).rejects.toThrow("fetch failed");
});

test("a person can look at a pull request", async () => {
  const order = { user: "alice", title: "Look <here>", body: "Please", files: { "y.sql": "y" } };
  const { number } = await github.openPullRequest(order);
  await app.rest.issues.createComment({
    ...shop,
    issue_number: number,
    body: "**Hi** <!-- mark -->",
  });
  const { data } = await app.rest.pulls.get({ ...shop, pull_number: number });

  const response = await fetch(data.html_url);

  const page = await response.text();
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(page).toContain("<h1>Look &lt;here&gt; #");
  expect(page).toContain("**Hi** </div>");
});
