import type { ProbotOctokit } from "probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";
import { appClient, clientWith } from "./github-test-client.ts";

let github: GitHubStandIn;
let app: ProbotOctokit;
let number: number;
let headSha: string;
const shop = { owner: "acme", repo: "shop" };
beforeAll(async () => {
  github = await startGitHubStandIn({
    users: [{ login: "alice" }],
    repositories: [{ name: "shop", files: { "a.sql": "select 1\n" } }],
  });
  app = await appClient(github);
  const order = { user: "alice", title: "Check me", files: { "a.sql": "select 2\n" } };
  ({ number, headSha } = await github.openPullRequest(order));
});
afterAll(() => github.close());

const output = { title: "Title", summary: "Summary" };
const approve = { label: "Approve", description: "Lets it happen", identifier: "approve" };

function annotations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    path: "a.sql",
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: "notice" as const,
    title: `Title ${index}`,
    message: `Message ${index}`,
  }));
}

test("a check run shows its app, its pull request and its external id, and is told about", async () => {
  const order = { ...shop, name: "buster / docs", head_sha: headSha, external_id: "run-1" };

  const { data: made } = await app.rest.checks.create({ ...order, status: "in_progress" });
  await app.rest.checks.update({ ...shop, check_run_id: made.id, conclusion: "success" });
  await github.settled();

  const { data } = await app.rest.checks.listForRef({
    ...shop,
    ref: headSha,
    check_name: "buster / docs",
  });
  expect(data.check_runs).toMatchObject([
    {
      id: made.id,
      status: "completed",
      conclusion: "success",
      external_id: "run-1",
      app: { id: github.appId, slug: "buster" },
      pull_requests: [{ number, head: { sha: headSha }, base: { ref: "main" } }],
    },
  ]);
  expect(made.check_suite?.id).toBeTypeOf("number");
  expect(github.deliveries.slice(-2)).toMatchObject([
    { event: "check_run", action: "created" },
    { event: "check_run", action: "completed", payload: { check_run: { id: made.id } } },
  ]);
});

test("of several runs with one name only the latest is listed, unless all are asked for", async () => {
  const order = { ...shop, name: "buster / twice", head_sha: headSha };
  await app.rest.checks.create({ ...order, external_id: "first" });
  await app.rest.checks.create({ ...order, external_id: "second" });
  const list = (filter: "latest" | "all") =>
    app.rest.checks.listForRef({ ...shop, ref: headSha, check_name: "buster / twice", filter });

  const latest = await list("latest");
  const all = await list("all");

  expect(latest.data.check_runs.map((run) => run.external_id)).toEqual(["second"]);
  expect(all.data.total_count).toBe(2);
});

test("annotations come 50 at a time and add up", async () => {
  const order = { ...shop, name: "buster / notes", head_sha: headSha };
  const tooMany = app.rest.checks.create({
    ...order,
    output: { ...output, annotations: annotations(51) },
  });

  await expect(tooMany).rejects.toThrow("No more than 50 items are allowed; 51 were supplied.");
  const { data: made } = await app.rest.checks.create({
    ...order,
    output: { ...output, annotations: annotations(50) },
  });
  await app.rest.checks.update({
    ...shop,
    check_run_id: made.id,
    output: { ...output, annotations: annotations(7) },
  });

  const run = await app.rest.checks.get({ ...shop, check_run_id: made.id });
  const listed = await app.paginate(app.rest.checks.listAnnotations, {
    ...shop,
    check_run_id: made.id,
  });
  expect(run.data.output.annotations_count).toBe(57);
  expect(listed).toHaveLength(57);
  expect(listed[56]).toMatchObject({ title: "Title 6", message: "Message 6" });
});

test.each([
  ["a fourth button", { actions: [approve, approve, approve, approve] }, /more than 3/],
  ["a long label", { actions: [{ ...approve, label: "x".repeat(21) }] }, /label/],
  ["a long description", { actions: [{ ...approve, description: "x".repeat(41) }] }, /descr/],
  ["a long identifier", { actions: [{ ...approve, identifier: "x".repeat(21) }] }, /identif/],
  ["completed without conclusion", { status: "completed" as const }, /conclusion is required/],
  ["a long summary", { output: { ...output, summary: "x".repeat(65_536) } }, /summary/],
  ["an unknown commit", { head_sha: "1".repeat(40) }, /No commit found/],
])("%s is refused", async (_, wrong, reason) => {
  const making = app.rest.checks.create({ ...shop, name: "wrong", head_sha: headSha, ...wrong });

  await expect(making).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(reason),
  });
});

test("only apps make check runs", async () => {
  const alice = clientWith(github, github.tokenOf("alice"));

  const making = alice.rest.checks.create({ ...shop, name: "mine", head_sha: headSha });

  await expect(making).rejects.toMatchObject({ status: 403 });
});

test("a click on a button and a re-run reach the app", async () => {
  const { data: run } = await app.rest.checks.create({
    ...shop,
    name: "buster / ask",
    head_sha: headSha,
    external_id: "run-2",
    conclusion: "action_required",
    output,
    actions: [approve],
  });
  const checkId = run.id;

  await github.clickCheckAction({ user: "alice", checkId, identifier: "approve" });
  const clicked = github.deliveries.at(-1);
  await github.rerunCheck({ user: "alice", checkId });
  const rerun = github.deliveries.at(-1);
  await github.rerunAllChecks({ user: "alice", sha: headSha });
  const wrong = github.clickCheckAction({ user: "alice", checkId, identifier: "nothing" });

  expect(clicked).toMatchObject({
    event: "check_run",
    action: "requested_action",
    payload: {
      requested_action: { identifier: "approve" },
      check_run: { id: checkId, external_id: "run-2", head_sha: headSha },
      sender: { login: "alice" },
    },
  });
  expect(rerun).toMatchObject({ event: "check_run", action: "rerequested" });
  expect(github.deliveries.at(-1)).toMatchObject({
    event: "check_suite",
    action: "rerequested",
    payload: { check_suite: { head_sha: headSha, pull_requests: [{ number }] } },
  });
  await expect(wrong).rejects.toThrow("has no button nothing");
});

test("buttons go when an update says so", async () => {
  const order = { ...shop, name: "buster / gone", head_sha: headSha, actions: [approve] };
  const { data: run } = await app.rest.checks.create(order);

  await app.rest.checks.update({ ...shop, check_run_id: run.id, actions: [] });

  const click = { user: "alice", checkId: run.id, identifier: "approve" };
  await expect(github.clickCheckAction(click)).rejects.toThrow("has no button");
});
