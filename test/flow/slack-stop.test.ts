import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import type { House } from "#bot/flow/house.ts";
import { parseSlackStop } from "#bot/inbound/slack/parse-slack-stop.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { noteSlack } from "./note-slack.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

const slack = noteSlack();
let open: OpenHouse;
let house: House;
let runId: string;
beforeAll(async () => {
  open = await openHouse({
    "buster.yml":
      "people:\n  - {github: ana, slack: U0ANA0001}\n  - {github: rob, slack: U0ROB0001}\n",
  });
  house = { ...open.house, slack };
});
beforeEach(async () => {
  const run = aNewRun({
    repository: { fullName: "acme/shop", installationId: null },
    places: [{ kind: "slack_thread", channel: "C1", thread: "1.1" }],
  });
  runId = run.id;
  await house.runs.create(run);
  await house.surfaces.put({ runId, kind: "progress_card", externalId: "C1:1.2", shown: null });
});
afterAll(() => open.close());

let deliveries = 0;
async function send(event: object): Promise<string | undefined> {
  const body = { type: "event_callback", event_id: `Ev${++deliveries}`, team_id: "T1", event };
  const delivery = parseSlackStop(body);
  if (delivery === undefined) return undefined;
  await admitEvent(house, delivery);
  return (await house.runs.load(runId))?.state;
}

const user = "U0ANA0001";
const item = { type: "message", channel: "C1", ts: "1.2" };
const inThread = { user, channel: "C1", thread_ts: "1.1" };

test.each([
  ["Slack's own stop", { type: "agent_session_stopped", ...inThread }],
  ["the bare word in its thread", { type: "message", ...inThread, text: "Stop" }],
  ["a stop sign on its card", { type: "reaction_added", user, reaction: "octagonal_sign", item }],
])("a run is stopped by %s", async (_how, event) => {
  expect(await send(event)).toBe("cancelled");
});

test.each([
  ["a sentence that begins so", { type: "message", ...inThread, text: "stop the deploy" }],
  ["the word outside a thread", { type: "message", user, channel: "C1", text: "stop" }],
  ["an edited message", { type: "message", ...inThread, text: "stop", subtype: "message_changed" }],
  ["a bot's word", { type: "message", ...inThread, text: "stop", bot_id: "B1" }],
  ["another sign", { type: "reaction_added", user, reaction: "eyes", item }],
])("%s is not for us", async (_what, event) => {
  expect(await send(event)).toBe(undefined);
});

test("in a thread without a run nothing is stopped and nothing is said", async () => {
  slack.said.length = 0;

  const state = await send({
    type: "message",
    user,
    channel: "C1",
    thread_ts: "9.9",
    text: "stop",
  });

  expect(state).toBe("queued");
  expect(slack.said).toEqual([]);
});

test("who may not write stops nothing, and alone hears why", async () => {
  slack.said.length = 0;

  const state = await send({ type: "message", ...inThread, user: "U0ROB0001", text: "stop" });

  expect(state).toBe("queued");
  expect(slack.said).toEqual([expect.stringContaining("@rob has no write permission")]);
});

test.each([
  [
    "the card's button",
    () => ({
      kind: "slack_action" as const,
      action: "stop_run",
      value: runId,
      channel: "C1",
    }),
  ],
  [
    "the command",
    () => ({
      kind: "slack_command" as const,
      channel: "C1",
      text: `stop ${runId}`,
      responseUrl: "http://x",
    }),
  ],
])(
  "who asked for a run stops it by %s, even where they may no longer write",
  async (_how, event) => {
    const rob = { kind: "slack" as const, user: "U0ROB0001", team: "T1" };
    runId = `${runId}-of-rob`;
    await house.runs.create({
      ...aNewRun({ repository: { fullName: "acme/shop", installationId: null } }),
      id: runId,
      requestedBy: rob,
    });

    await admitEvent(house, { id: crypto.randomUUID(), event: { ...event(), sender: rob } });

    expect(await house.runs.load(runId)).toMatchObject({ state: "cancelled" });
  },
);
