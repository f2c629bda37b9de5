import { afterAll, beforeAll, expect, test } from "vitest";
import type { House } from "#bot/flow/house.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { comment, commit, openSettlingHouse, type SettlingHouse } from "./open-settling-house.ts";

let open: SettlingHouse;
beforeAll(async () => {
  open = await openSettlingHouse();
});
afterAll(() => open.close());

test("while somebody carries out a run's effects, nobody else begins", async () => {
  const { runId, number, branch } = await open.proposed([commit, comment]);
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
  const meanwhile = await open.statesOf(runId);
  mayGoOn.resolve();
  await first;

  expect(meanwhile).toEqual(["sending", "approved"]);
  expect(await open.runOf(runId)).toMatchObject({ state: "succeeded" });
  expect(await open.commitsOn(branch)).toHaveLength(1);
  expect(await open.commentsOn(number)).toHaveLength(1);
});

test("who lost the settling of a run to somebody else stops before the next effect", async () => {
  const { runId, number } = await open.proposed([commit, comment]);
  const late: House = {
    ...open.house,
    github: {
      ...open.house.github,
      commit: async (order) => {
        const receipt = await open.house.github.commit(order);
        await open.endSettling(runId);
        await open.house.outbox.hold(runId, "somebody else", 60_000);
        return receipt;
      },
    },
  };

  await settleRun(late, runId);

  // What it writes does not count any more: the other one looks for the commit.
  expect(await open.statesOf(runId)).toEqual(["sending", "approved"]);
  expect(await open.runOf(runId)).toMatchObject({ state: "applying" });
  expect(await open.commentsOn(number)).toHaveLength(0);
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
    const { runId, number, branch } = await open.proposed([commit, comment]);
    const dying = dyingAfter(n);

    await settleRun(dying.house, runId).catch(() => undefined);
    const said = await open.commentsOn(number);
    const done = await open.commitsOn(branch);
    await open.endSettling(runId);
    await settleRun(open.house, runId);

    expect(said.length).toBeLessThanOrEqual(done.length);
    expect(await open.runOf(runId)).toMatchObject({ state: "succeeded" });
    expect(await open.commitsOn(branch)).toHaveLength(1);
    expect(await open.commentsOn(number)).toHaveLength(1);
    hasDied = dying.hasDied();
  }
});

test("what failed or was refused before a crash fails the run after it, and nothing more is said", async () => {
  const event = await open.openPull();
  const { number, headRef: branch } = event.pullRequest;
  for (const reason of ["the branch has moved on", "the pull request was closed"]) {
    const runIds = [];
    for (let n = 0; n < 20; n++)
      runIds.push((await open.proposed([commit, comment], { event })).runId);
    if (reason.includes("closed")) await open.github.closePullRequest({ user: "mia", number });
    else await open.github.push({ user: "mia", branch, files: { "b.sql": "select 2\n" } });

    for (const [index, runId] of runIds.entries()) {
      await settleRun(dyingAfter(index + 1).house, runId).catch(() => undefined);
      await open.endSettling(runId);
      await settleRun(open.house, runId);

      const run = await open.runOf(runId);
      expect(run).toEqual({ state: "failed", reason: expect.stringContaining(reason) });
      expect(await open.statesOf(runId)).toEqual(["failed", "cancelled"]);
    }
  }
  expect(await open.commitsOn(branch)).toHaveLength(0);
  expect(await open.commentsOn(number)).toHaveLength(0);
});
