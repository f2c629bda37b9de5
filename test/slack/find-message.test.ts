import { expect, test } from "vitest";
import { findChannel } from "#bot/executors/slack/find-channel.ts";
import { findMessage } from "#bot/executors/slack/find-message.ts";
import type { CallSlack } from "#bot/executors/slack/slack-caller.ts";

/** A Slack whose answers are given; a list is given out page by page. */
function answering(answers: Record<string, readonly object[]>) {
  const asked: object[] = [];
  const call: CallSlack = async ({ method, args, answer }) => {
    asked.push({ method, ...args });
    const page = Number(args.cursor ?? 0);
    const pages = answers[method] ?? [];
    const next_cursor = page + 1 < pages.length ? String(page + 1) : "";
    return answer.parse({ ...pages[page], response_metadata: { next_cursor } });
  };
  return { call, asked };
}

const carrying = (effect_id: unknown, changes: object = {}) => ({
  ts: "5.1",
  bot_id: "B0US",
  metadata: { event_type: "buster_effect", event_payload: { effect_id } },
  ...changes,
});

const wanted = { channel: "C1", thread: null, effectId: "e1", botId: "B0US" };

test("the message is found on a later page too", async () => {
  const { call, asked } = answering({
    "conversations.history": [
      { messages: [{ ts: "7.1" }, carrying("e2")] },
      { messages: [{ ts: "6.1", metadata: { event_type: "odd" } }, carrying("e1")] },
    ],
  });

  expect(await findMessage(call, wanted)).toBe("5.1");
  expect(asked[0]).toMatchObject({ include_all_metadata: true, channel: "C1" });
});

test.each([
  ["another app", { bot_id: "B0OTHER" }],
  ["a person", { bot_id: undefined }],
])("%s that borrows our metadata is not taken for us", async (_who, changes) => {
  const { call } = answering({
    "conversations.replies": [{ messages: [carrying("e1", changes), carrying({ e1: 1 })] }],
  });

  expect(await findMessage(call, { ...wanted, thread: "4.1" })).toBeUndefined();
});

test("a busy channel is not read to its beginning", async () => {
  const { call, asked } = answering({
    "conversations.history": Array.from({ length: 50 }, () => ({ messages: [{ ts: "1.1" }] })),
  });

  expect(await findMessage(call, wanted)).toBeUndefined();
  expect(asked.length).toBeLessThan(10);
});

test("a channel's name leads to its id, wherever it stands in the list", async () => {
  const { call } = answering({
    "conversations.list": [
      { channels: [{ id: "C1", name: "general" }] },
      { channels: [{ id: "C2", name: "data-quality" }] },
    ],
  });

  expect(await findChannel(call, "#data-quality")).toBe("C2");
  await expect(findChannel(call, "data")).rejects.toMatchObject({
    code: "permanent",
    message: expect.stringContaining("invite Buster"),
  });
});
