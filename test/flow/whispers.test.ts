import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { PlatformFailure } from "#bot/ports.ts";
import { noteSlack } from "./note-slack.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({});
});
afterAll(() => open.close());

test("a whisper that cannot be whispered is no reason to count the click again", async () => {
  const ephemeral = async () => {
    throw new PlatformFailure("ambiguous", "whispering");
  };
  const house = { ...open.house, slack: { ...noteSlack(), ephemeral } };

  const outcome = await admitEvent(house, {
    id: "click",
    event: {
      kind: "slack_action",
      action: "approve",
      value: "0".repeat(32),
      channel: "C1",
      sender: { kind: "slack", user: "U1", team: "T1" },
    },
  });

  expect(outcome).toBe("no approval has that token");
});
