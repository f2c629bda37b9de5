import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailroom } from "#bot/flow/create-mailroom.ts";
import type { House } from "#bot/flow/house.ts";
import { noteSlack } from "./note-slack.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({});
});
afterAll(() => open.close());

const help = {
  kind: "slack_command" as const,
  channel: "C1",
  text: "help",
  responseUrl: "http://127.0.0.1/answer",
  sender: { kind: "slack" as const, user: "U1", team: "T1" },
};

/** A house in which every lease has run out already, and where answering takes until `release`. */
function slowHouse(): { house: House; answered: () => number; release: () => void } {
  const { inbox } = open.house;
  const slack = noteSlack();
  const gate = Promise.withResolvers<void>();
  const respond: typeof slack.respond = async (url, message) => {
    await slack.respond(url, message);
    await gate.promise;
  };
  const house = {
    ...open.house,
    inbox: { ...inbox, claim: (limit: number) => inbox.claim(limit, 0) },
    slack: { ...slack, respond },
  };
  return { house, answered: () => slack.said.length, release: gate.resolve };
}

test("a delivery that takes longer than its lease is dealt with once, and keeps nobody waiting", async () => {
  const { house, answered, release } = slowHouse();
  const mailroom = createMailroom(house);
  await house.inbox.receive({ id: "slow", event: help });
  for (let round = 0; round < 25; round++) await mailroom.round();
  await house.inbox.receive({ id: "other", event: help });
  await mailroom.round();
  await expect.poll(answered).toBe(2);

  release();
  await mailroom.finish(5000);
  await mailroom.round();
  await mailroom.finish(5000);

  expect(answered()).toBe(2);
});

test("who shuts down waits for what is in hand, but not for ever", async () => {
  const { house, answered, release } = slowHouse();
  const mailroom = createMailroom(house);
  await house.inbox.receive({ id: "hanging", event: help });
  await mailroom.round();
  await expect.poll(answered).toBe(1);

  await mailroom.finish(10);

  release();
  await mailroom.finish(5000);
  expect(await house.inbox.claim(1, 0)).toEqual([]);
});
