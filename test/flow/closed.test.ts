import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", "events: [opened]"),
    ".buster/agents/summary.yml": agentFile("summary", "events: [closed]"),
  });
});
afterAll(() => open.close());

test("closing stops what runs and starts who listens for it; once more changes nothing", async () => {
  const { house, github } = open;
  const pull = await github.openPullRequest({
    user: "mia",
    title: "Done",
    files: { "a.sql": "select 1\n" },
  });
  await admitEvent(house, { id: "opened", event: open.lastEvent("pull_request") });
  const before = (await github.checks(pull.headSha)).length;
  await github.closePullRequest({ user: "mia", number: pull.number });
  const closed = { id: "closed", event: open.lastEvent("pull_request") };

  const outcome = await admitEvent(house, closed);
  await admitEvent(house, closed);

  expect(outcome).toBe("the pull request was closed; 1 runs stopped; started summary");
  const on = { repository: "acme/shop", number: pull.number };
  const runs = await house.runs.ofPullRequest(on, 10);
  expect(runs.map(({ agent, state }) => `${agent.name} ${state}`)).toEqual([
    "summary queued",
    "docs cancelled",
  ]);
  expect(await github.checks(pull.headSha)).toHaveLength(before);
});
