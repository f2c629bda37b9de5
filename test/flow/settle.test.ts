import { afterAll, beforeAll, expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import type { House } from "#bot/flow/house.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
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
/** A run that has proposed these and waits to be settled. */
async function proposed(effects: readonly Effect[]) {
  const { house, github } = open;
  const pull = await github.openPullRequest({
    user: "mia",
    title: `Pull ${++pulls}`,
    files: { [`a${pulls}.sql`]: "select 1\n" },
  });
  const event = open.lastEvent("pull_request");
  await admitEvent(house, { id: `github:${pull.number}`, event });
  const [run] = await house.runs.active({ repository: "acme/shop", number: pull.number });
  if (run === undefined) throw new Error("no run was started");
  await open.work(run.id, effects, "applying");
  return { runId: run.id, number: pull.number, branch: event.pullRequest.headRef };
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

/** What time does when the process that settles a run has died. */
async function endSettling(runId: string): Promise<void> {
  await open.ledger.pool?.query(
    "update buster.run set settling_until = clock_timestamp() where id = $1",
    [runId],
  );
}
