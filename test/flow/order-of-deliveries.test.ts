import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

const sql = { "a.sql": "select 1\n" };

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", "events: [opened, synchronize]"),
    ".buster/agents/greeter.yml": agentFile("greeter", "events: [opened]"),
  });
});
afterAll(() => open.close());

const runsOf = async (number: number) =>
  (await open.house.runs.ofPullRequest({ repository: "acme/shop", number }, 10)).map(
    ({ agent, headSha, state }) => ({ agent: agent.name, headSha, state }),
  );

test("an older push that is dealt with after a newer one ends nothing and starts nothing", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({ user: "mia", title: "Pushed twice", files: sql });
  await github.push({ user: "mia", branch: "pushed-twice", files: { "b.sql": "select 2\n" } });
  const older = open.lastEvent("pull_request");
  const headSha = await github.push({
    user: "mia",
    branch: "pushed-twice",
    files: { "c.sql": "select 3\n" },
  });
  await admitEvent(house, { id: "newer", event: open.lastEvent("pull_request") });

  const outcome = await admitEvent(house, { id: "older", event: older });

  expect(outcome).toBe("a newer head is dealt with by its own delivery");
  expect(await runsOf(pull.number)).toEqual([{ agent: "docs", headSha, state: "queued" }]);
});

test("who listens only for the opening starts on the head as it is by then", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({ user: "mia", title: "Late", files: sql });
  const opened = open.lastEvent("pull_request");
  const headSha = await github.push({
    user: "mia",
    branch: "late",
    files: { "b.sql": "select 2\n" },
  });

  await admitEvent(house, { id: "opened-late", event: opened });

  expect(await runsOf(pull.number)).toEqual([{ agent: "greeter", headSha, state: "queued" }]);
});

test("what comes after the closing starts nothing", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({ user: "mia", title: "Closed early", files: sql });
  const opened = open.lastEvent("pull_request");
  await github.closePullRequest({ user: "mia", number: pull.number });
  await admitEvent(house, { id: "closed-first", event: open.lastEvent("pull_request") });

  const outcome = await admitEvent(house, { id: "opened-after", event: opened });

  expect(outcome).toContain("closed");
  expect(await runsOf(pull.number)).toEqual([]);
});

test("a closing that has been taken back stops nothing", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({ user: "mia", title: "Reopened", files: sql });
  await admitEvent(house, { id: "reopened-0", event: open.lastEvent("pull_request") });
  await github.closePullRequest({ user: "mia", number: pull.number });
  const closed = open.lastEvent("pull_request");
  await github.reopenPullRequest({ user: "mia", number: pull.number });

  await admitEvent(house, { id: "reopened-1", event: closed });

  expect((await runsOf(pull.number)).map(({ state }) => state)).toEqual(["queued", "queued"]);
});
