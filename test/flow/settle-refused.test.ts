import { afterAll, beforeAll, expect, test } from "vitest";
import { answerApproval } from "#bot/flow/answer-approval.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { PlatformFailure } from "#bot/ports.ts";
import { comment, commit, openSettlingHouse, type SettlingHouse } from "./open-settling-house.ts";

let open: SettlingHouse;
beforeAll(async () => {
  open = await openSettlingHouse();
});
afterAll(() => open.close());

/** A GitHub that answers a look at the pull request, or a commit, with this; and counts. */
function failing(method: "pullRequest" | "commit", failure: () => Error) {
  let asked = 0;
  const fail = async () => {
    asked++;
    throw failure();
  };
  const house = { ...open.house, github: { ...open.house.github, [method]: fail } };
  return { house, asked: () => asked };
}

test("a look that GitHub refuses for good ends the run with its reason", async () => {
  const { runId } = await open.proposed([commit, comment]);
  open.github.failNext("GET /pulls/", { kind: "status", status: 403 });

  await settleRun(open.house, runId);

  expect(await open.runOf(runId)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("GitHub answered 403"),
  });
  expect(await open.statesOf(runId)).toEqual(["failed", "cancelled"]);
});

test.each([
  ["a look", "pullRequest", new PlatformFailure("retry", "GitHub asks to wait 900 s")],
  ["a commit that was not made", "commit", new PlatformFailure("retry", "GitHub answered 502")],
  ["a commit that may be made", "commit", new PlatformFailure("ambiguous", "no answer")],
] as const)("%s is tried five times at once, then later and later, then never", async (...row) => {
  const [, method, failure] = row;
  const { runId } = await open.proposed([commit, comment]);
  const { house, asked } = failing(method, () => failure);

  for (let time = 0; time < 20; time++) await settleRun(house, runId).catch(() => undefined);
  const atOnce = asked();
  const meanwhile = await open.runOf(runId);
  for (let time = 0; time < 3; time++) {
    await open.endSettling(runId);
    await settleRun(house, runId).catch(() => undefined);
  }

  expect(atOnce).toBe(5);
  expect(meanwhile.state).toBe("applying");
  expect(asked()).toBe(8);
  expect(await open.runOf(runId)).toEqual({ state: "failed", reason: failure.message });
  expect(await open.statesOf(runId)).toEqual(["failed", "cancelled"]);
});

test("the queue hears that it should come again", async () => {
  const { runId } = await open.proposed([commit]);
  const { house } = failing("commit", () => new PlatformFailure("retry", "GitHub answered 502"));

  await expect(settleRun(house, runId)).rejects.toThrow("GitHub answered 502");
  await settleRun(open.house, runId);

  expect(await open.runOf(runId)).toMatchObject({ state: "succeeded" });
});

test("a mistake of ours does not hold a run for ever, and says nothing of itself", async () => {
  const { runId } = await open.proposed([commit]);
  const { house, asked } = failing("commit", () => new TypeError("x is not a function"));

  for (let time = 0; time < 10; time++) {
    await settleRun(house, runId).catch(() => undefined);
    await open.endSettling(runId);
  }

  expect(asked()).toBe(8);
  expect(await open.runOf(runId)).toEqual({
    state: "failed",
    reason: "something went wrong inside Buster; its log says what",
  });
});

test("what was begun in a process that died is not carried out once the pull request is closed", async () => {
  const { runId, number, branch } = await open.proposed([commit, comment]);
  const dying = {
    ...open.house,
    github: { ...open.house.github, commit: () => new Promise<never>(() => undefined) },
  };
  void settleRun(dying, runId);
  await expect.poll(() => open.statesOf(runId)).toEqual(["sending", "approved"]);
  await open.github.closePullRequest({ user: "mia", number });

  await open.endSettling(runId);
  await settleRun(open.house, runId);

  expect(await open.runOf(runId)).toEqual({
    state: "failed",
    reason: "the pull request was closed; it had been begun, so look whether it was done",
  });
  expect(await open.statesOf(runId)).toEqual(["failed", "cancelled"]);
  expect(await open.commitsOn(branch)).toHaveLength(0);
});

/** A run that ana and ben have approved. */
async function approved() {
  const { house } = open;
  const run = await open.proposed([commit, comment], { agent: "asks" });
  await settleRun(house, run.runId);
  const [approval] = await house.approvals.ofRun(run.runId);
  if (approval === undefined) throw new Error("nobody was asked");
  for (const [id, login] of ["ana", "ben"].entries()) {
    const by = { kind: "github" as const, login, id, isBot: false };
    await answerApproval(house, approval, { kind: "approve", as: "commit" }, by);
  }
  return run;
}

test("a commit is made when those who approved it may still write", async () => {
  const { runId, branch } = await approved();

  await settleRun(open.house, runId);

  expect(await open.runOf(runId)).toMatchObject({ state: "succeeded" });
  const [made] = await open.commitsOn(branch);
  expect(made?.message).toContain("Approved-by: ana\nApproved-by: ben");
});

test("a commit is not made when one of the two who had to approve it may no longer write", async () => {
  const { runId, number, branch } = await approved();
  const { github } = open.house;
  const permission: typeof github.permission = async (repository, login) =>
    login === "ben" ? "read" : github.permission(repository, login);

  await settleRun({ ...open.house, github: { ...github, permission } }, runId);

  expect(await open.runOf(runId)).toEqual({
    state: "failed",
    reason: "of those who approved it too few can write to the repository now: 1 of 2",
  });
  expect(await open.commitsOn(branch)).toHaveLength(0);
  expect(await open.commentsOn(number)).toHaveLength(0);
});

test("what needs an approval is not carried out without one", async () => {
  const { house } = open;
  const { runId, branch } = await open.proposed([commit], { agent: "asks" });
  await house.outbox.move(`${runId}-e0`, "proposed", "approved", {});
  await house.runs.move(runId, ["awaiting_approval"], "applying", null);

  await settleRun(house, runId);

  expect(await open.runOf(runId)).toEqual({ state: "failed", reason: "nobody has approved it" });
  expect(await open.commitsOn(branch)).toHaveLength(0);
});
