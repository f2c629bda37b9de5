import { afterAll, beforeAll, expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

const heard = "events: [opened, synchronize]";
const changing = (path: string): Effect => ({
  kind: "commit",
  headline: "Document it",
  body: "",
  changes: [{ path, status: "added", content: "version: 2\n", before: null }],
});

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", `${heard}, auto_commit: true`),
    ".buster/agents/more.yml": agentFile("more", `${heard}, auto_commit: true`),
    ".buster/agents/asks.yml": agentFile("asks", heard),
    ".buster/agents/review.yml": agentFile("review", heard),
    ".buster/agents/seeds.yml": agentFile("seeds", `${heard}, on_changed_files: "*.csv"`),
  });
});
afterAll(() => open.close());

test("after our own commit others run again, and what was over is shown on the new head", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({
    user: "mia",
    title: "Two commit",
    files: { "a.sql": "select 1\n" },
  });
  await admitEvent(house, { id: "opened", event: open.lastEvent("pull_request") });
  const on = { repository: "acme/shop", number: pull.number };
  const runOf = async (name: string) => {
    const run = (await house.runs.ofPullRequest(on, 50)).find(({ agent }) => agent.name === name);
    return run ?? expect.fail(`no run of ${name}`);
  };
  const old = { docs: await runOf("docs"), more: await runOf("more"), asks: await runOf("asks") };
  await open.work((await runOf("review")).id, [], "succeeded");
  await open.work(old.asks.id, [changing("asks.yml")], "awaiting_approval");
  await settleRun(house, old.asks.id);
  await open.work(old.more.id, [changing("more.yml")], "applying");
  await open.work(old.docs.id, [changing("docs.yml")], "applying");
  await settleRun(house, old.docs.id);
  const delivery = { id: "own", event: open.lastEvent("pull_request") };

  await expect(admitEvent(house, delivery)).rejects.toThrow("still being carried out");
  await settleRun(house, old.more.id);
  const outcome = await admitEvent(house, delivery);
  await admitEvent(house, delivery);

  expect(outcome).toMatch(/^our own commit; started (more, asks|asks, more) again$/);
  const { headSha } = delivery.event.pullRequest;
  const runs = (await house.runs.ofPullRequest(on, 50)).filter((run) => run.headSha === headSha);
  expect(runs.map(({ agent, state }) => `${agent.name} ${state}`).toSorted()).toEqual([
    "asks queued",
    "more queued",
  ]);
  expect(await house.runs.load(old.asks.id)).toMatchObject({
    state: "superseded",
    reason: `Buster committed ${headSha.slice(0, 7)} for docs; it runs again on the new head`,
  });
  expect(await house.approvals.ofRun(old.asks.id)).toMatchObject([{ state: "superseded" }]);
  const checks = (await github.checks(headSha)).map(({ name, conclusion }) => [name, conclusion]);
  expect(Object.fromEntries(checks)).toEqual({
    "buster / docs": "success",
    "buster / review": "neutral",
    "buster / seeds": "skipped",
  });
});
