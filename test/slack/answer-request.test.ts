import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerRequest } from "#bot/inbound/slack/answer-request.ts";
import type { DoorWorld } from "#bot/inbound/slack/door-world.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { createMemoryInbox } from "./memory-inbox.ts";
import { aMention } from "./send-as-slack.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const aCommand = {
  command: "/buster",
  text: "run docs-updater",
  team_id: "T1",
  user_id: "U1",
  channel_id: "C1",
  response_url: "https://hooks.slack.com/commands/1/2",
  trigger_id: "13.37.abc",
};

/** A world that notes what happens in it, in order. */
function aWorld() {
  const inbox = createMemoryInbox();
  const happened: string[] = [];
  const world: DoorWorld = {
    inbox,
    received: () => happened.push("flow told"),
    views: { diff: async () => ({}) },
    client: {
      async apiCall(method) {
        happened.push(method);
        return { ok: true };
      },
    },
    log: silentLog,
  };
  const request = (body: unknown, retries = 0) => ({
    body,
    retries,
    async ack(answer?: object) {
      happened.push(`ack ${JSON.stringify(answer ?? {})}`);
    },
  });
  return { inbox, happened, world, request };
}

test("Slack is told that we have it after we have it, never before", async () => {
  const { inbox, happened, world, request } = aWorld();
  const written = Promise.withResolvers<boolean>();
  inbox.receive = () => written.promise;

  const answering = answerRequest(world, request(aMention()));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(happened).toEqual([]);
  written.resolve(true);
  await answering;

  expect(happened).toEqual(["flow told", "ack {}", "reactions.add"]);
});

test("a store that hangs does not keep a person waiting, and nothing false is said", async () => {
  const { inbox, happened, world, request } = aWorld();
  inbox.weather = "stuck";

  const answering = answerRequest(world, request(aCommand));
  await vi.advanceTimersByTimeAsync(2_000);
  await answering;

  expect(happened).toHaveLength(1);
  expect(happened[0]).toContain("`/buster run docs-updater` is taking long");
  expect(happened[0]).toContain("If nothing more appears here within a minute");
});

test("a mention that hangs is left to Slack to send again", async () => {
  const { inbox, happened, world, request } = aWorld();
  inbox.weather = "stuck";

  const answering = expect(answerRequest(world, request(aMention()))).rejects.toThrow(
    "keeping delivery slack:Ev0MENTION1: Slack will send it again",
  );
  await vi.advanceTimersByTimeAsync(2_000);
  await answering;

  expect(happened).toEqual(["chat.postEphemeral"]);
});
