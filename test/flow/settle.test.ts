import { afterAll, beforeAll, expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import type { EventOf } from "#agents-schema/event.ts";
import type { RunState } from "#agents-schema/run.ts";
import type { House } from "#bot/flow/house.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { startRun } from "#bot/flow/start-run.ts";
import { PlatformFailure } from "#bot/ports.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile(
      "docs",
      'events: [opened], on_changed_files: "*.sql", auto_commit: true',
    ),
  });
});
afterAll(() => open.close());

const commit: Effect = {
  kind: "commit",
  headline: "Document a",
  body: "",
  changes: [{ path: "a.yml", status: "added", content: "version: 2\n", before: null }],
};
const comment: Effect = { kind: "comment", body: "Documented a." };

let pulls = 0;
/** A pull request that starts nothing by itself. */
async function opened() {
  const files = { [`a${++pulls}.sql`]: "select 1\n" };
  await open.github.openPullRequest({ user: "mia", title: `Pull ${pulls}`, files });
  return open.lastEvent("pull_request");
}

let deliveries = 0;
/** A run on it that has proposed these and waits to be settled. */
async function proposed(
  effects: readonly Effect[],
  { event, to = "applying" }: { event?: EventOf<"pull_request">; to?: RunState } = {},
) {
  const { house } = open;
  const on = event ?? (await opened());
  const { repository, pullRequest, sender } = on;
  const { baseSha, headSha, number, headRef: branch } = pullRequest;
  const { agents } = await house.library.at(repository, baseSha);
  const [agent] = agents;
  if (agent === undefined) throw new Error("there is no agent");
  const { runId } = await startRun(house, {
    deliveryId: `github:${++deliveries}`,
    agent,
    event: on,
    repository,
    pullRequest,
    baseSha,
    headSha,
    changedFiles: [],
    inputs: {},
    requestedBy: sender,
    because: "a test",
    places: [],
    defaultChannel: null,
  });
  await open.work(runId, effects, to);
  return { runId, number, branch };
}

const commitsOn = async (branch: string) =>
  (await open.github.commits(branch)).filter(({ message }) => message.startsWith("Document a"));
const commentsOn = async (number: number) =>
  (await open.github.comments(number)).filter(({ body }) => body.includes("Documented a."));
const runOf = async (runId: string) => {
  const run = await open.house.runs.load(runId);
  return { state: run?.state, reason: run?.reason };
};
const statesOf = async (runId: string) =>
  (await open.house.outbox.ofRun(runId)).map(({ state }) => state);

test("while somebody carries out a run's effects, nobody else begins", async () => {
  const { runId, number, branch } = await proposed([commit, comment]);
  const begun = Promise.withResolvers<void>();
  const mayGoOn = Promise.withResolvers<void>();
  const slow: House = {
    ...open.house,
    github: {
      ...open.house.github,
      commit: async (order) => {
        begun.resolve();
        await mayGoOn.promise;
        return open.house.github.commit(order);
      },
    },
  };

  const first = settleRun(slow, runId);
  await begun.promise;
  await settleRun(open.house, runId);
  const meanwhile = await statesOf(runId);
  mayGoOn.resolve();
  await first;

  expect(meanwhile).toEqual(["sending", "approved"]);
  expect(await runOf(runId)).toMatchObject({ state: "succeeded" });
  expect(await commitsOn(branch)).toHaveLength(1);
  expect(await commentsOn(number)).toHaveLength(1);
});

test("who lost the settling of a run to somebody else stops before the next effect", async () => {
  const { runId, number } = await proposed([commit, comment]);
  const late: House = {
    ...open.house,
    github: {
      ...open.house.github,
      commit: async (order) => {
        const receipt = await open.house.github.commit(order);
        await endSettling(runId);
        await open.house.outbox.hold(runId, "somebody else", 60_000);
        return receipt;
      },
    },
  };

  await settleRun(late, runId);

  expect(await statesOf(runId)).toEqual(["confirmed", "approved"]);
  expect(await runOf(runId)).toMatchObject({ state: "applying" });
  expect(await commentsOn(number)).toHaveLength(0);
});

/** The house of a process that dies after its n-th call of the ledger or GitHub: nothing answers any more. */
function dyingAfter(n: number): { house: House; hasDied: () => boolean } {
  let calls = 0;
  const die = () => {
    throw new Error("the process died");
  };
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function") return method;
        return async (...parameters: unknown[]) => {
          if (++calls > n) die();
          const answer: unknown = await Reflect.apply(method, target, parameters);
          if (calls >= n) die();
          return answer;
        };
      },
    });
  const { runs, outbox, approvals, github } = open.house;
  const house = {
    ...open.house,
    runs: wrap(runs),
    outbox: wrap(outbox),
    approvals: wrap(approvals),
    github: wrap(github),
  };
  return { house, hasDied: () => calls >= n };
}

test("a process that dies after any call leaves one commit, and a comment only with it", async () => {
  for (let n = 1, hasDied = true; hasDied; n++) {
    const { runId, number, branch } = await proposed([commit, comment]);
    const dying = dyingAfter(n);

    await settleRun(dying.house, runId).catch(() => undefined);
    const said = await commentsOn(number);
    const done = await commitsOn(branch);
    await endSettling(runId);
    await settleRun(open.house, runId);

    expect(said.length).toBeLessThanOrEqual(done.length);
    expect(await runOf(runId)).toMatchObject({ state: "succeeded" });
    expect(await commitsOn(branch)).toHaveLength(1);
    expect(await commentsOn(number)).toHaveLength(1);
    hasDied = dying.hasDied();
  }
});

test("what failed or was refused before a crash fails the run after it, and nothing more is said", async () => {
  const event = await opened();
  const { number, headRef: branch } = event.pullRequest;
  for (const reason of ["the branch has moved on", "the pull request was closed"]) {
    const runIds = [];
    for (let n = 0; n < 20; n++) runIds.push((await proposed([commit, comment], { event })).runId);
    if (reason.includes("closed")) await open.github.closePullRequest({ user: "mia", number });
    else await open.github.push({ user: "mia", branch, files: { "b.sql": "select 2\n" } });

    for (const [index, runId] of runIds.entries()) {
      await settleRun(dyingAfter(index + 1).house, runId).catch(() => undefined);
      await endSettling(runId);
      await settleRun(open.house, runId);

      const run = await runOf(runId);
      expect(run).toEqual({ state: "failed", reason: expect.stringContaining(reason) });
      expect(await statesOf(runId)).toEqual(["failed", "cancelled"]);
    }
  }
  expect(await commitsOn(branch)).toHaveLength(0);
  expect(await commentsOn(number)).toHaveLength(0);
});

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
  const { runId } = await proposed([commit, comment]);
  open.github.failNext("GET /pulls/", { kind: "status", status: 403 });

  await settleRun(open.house, runId);

  expect(await runOf(runId)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("GitHub answered 403"),
  });
  expect(await statesOf(runId)).toEqual(["failed", "cancelled"]);
});

test.each([
  ["a look", "pullRequest", new PlatformFailure("retry", "GitHub asks to wait 900 s")],
  ["a commit that was not made", "commit", new PlatformFailure("retry", "GitHub answered 502")],
  ["a commit that may be made", "commit", new PlatformFailure("ambiguous", "no answer")],
] as const)("%s is tried five times at once, then later and later, then never", async (...row) => {
  const [, method, failure] = row;
  const { runId } = await proposed([commit, comment]);
  const { house, asked } = failing(method, () => failure);

  for (let time = 0; time < 20; time++) await settleRun(house, runId).catch(() => undefined);
  const atOnce = asked();
  const meanwhile = await runOf(runId);
  for (let time = 0; time < 3; time++) {
    await endSettling(runId);
    await settleRun(house, runId).catch(() => undefined);
  }

  expect(atOnce).toBe(5);
  expect(meanwhile.state).toBe("applying");
  expect(asked()).toBe(8);
  expect(await runOf(runId)).toEqual({ state: "failed", reason: failure.message });
  expect(await statesOf(runId)).toEqual(["failed", "cancelled"]);
});

test("the queue hears that it should come again", async () => {
  const { runId } = await proposed([commit]);
  const { house } = failing("commit", () => new PlatformFailure("retry", "GitHub answered 502"));

  await expect(settleRun(house, runId)).rejects.toThrow("GitHub answered 502");
  await settleRun(open.house, runId);

  expect(await runOf(runId)).toMatchObject({ state: "succeeded" });
});

test("a mistake of ours does not hold a run for ever, and says nothing of itself", async () => {
  const { runId } = await proposed([commit]);
  const { house, asked } = failing("commit", () => new TypeError("x is not a function"));

  for (let time = 0; time < 10; time++) {
    await settleRun(house, runId).catch(() => undefined);
    await endSettling(runId);
  }

  expect(asked()).toBe(8);
  expect(await runOf(runId)).toEqual({
    state: "failed",
    reason: "something went wrong inside Buster; its log says what",
  });
});

/** What time does when the process that settles a run has died. */
async function endSettling(runId: string): Promise<void> {
  await open.ledger.pool?.query(
    "update buster.run set settling_until = clock_timestamp() where id = $1",
    [runId],
  );
}
