import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

const broken = "name: docs\ntriggerz: []\n";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/a-late.yml": agentFile("a-late", "events: [closed]"),
    ".buster/agents/docs.yml": agentFile("docs", "events: [opened]"),
  });
});
afterAll(() => open.close());

const runsOf = async (number: number) =>
  (await open.house.runs.ofPullRequest({ repository: "acme/shop", number }, 10)).map(
    ({ agent }) => agent.name,
  );

test("agents start although no check can be shown, and nothing is tried again for ever", async () => {
  const { house, github } = open;
  const files = { "a.sql": "select 1\n", ".buster/agents/docs.yml": broken };
  const pull = await github.openPullRequest({ user: "mia", title: "Refused", files });
  github.failNext("POST /check-runs", { kind: "status", status: 403 }, 2);

  const outcome = await admitEvent(house, { id: "r", event: open.lastEvent("pull_request") });

  expect(outcome).toBe("started docs");
  expect(await runsOf(pull.number)).toEqual(["docs"]);
  expect(await github.checks(pull.headSha)).toEqual([]);
});

test("agents start before a check fails that may be shown later, and later it is", async () => {
  const { house, github } = open;
  const files = { "a.sql": "select 1\n", ".buster/agents/docs.yml": broken };
  const pull = await github.openPullRequest({ user: "mia", title: "Later", files });
  const delivery = { id: "l", event: open.lastEvent("pull_request") };
  github.failNext("POST /check-runs", { kind: "drop-before" }, 2);

  await expect(admitEvent(house, delivery)).rejects.toThrow("check");
  expect(await runsOf(pull.number)).toEqual(["docs"]);
  await admitEvent(house, delivery);

  expect(await runsOf(pull.number)).toEqual(["docs"]);
  expect((await github.checks(pull.headSha)).map(({ name }) => name).toSorted()).toEqual([
    "buster / a-late",
    "buster / agent files",
  ]);
});
