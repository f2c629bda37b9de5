import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile(
      "docs",
      'events: [opened, synchronize], on_changed_files: "*.sql"',
    ),
  });
});
afterAll(() => open.close());

test("a delivery that is dealt with twice starts one run", async () => {
  const { house, github, queued } = open;
  const pull = await github.openPullRequest({
    user: "mia",
    title: "Twice",
    files: { "a.sql": "select 1\n" },
  });
  const delivery = { id: "github:1", event: open.lastEvent("pull_request") };

  await admitEvent(house, delivery);
  await admitEvent(house, delivery);

  const runs = await house.runs.ofPullRequest({ repository: "acme/shop", number: pull.number }, 10);
  expect(runs).toHaveLength(1);
  expect(new Set(queued)).toEqual(new Set([`run ${runs[0]?.id}`]));
});
