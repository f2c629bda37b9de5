import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Slack, SlackMessage } from "#bot/ports.ts";

/** A Slack to test, with eyes in its workspace. */
export interface SlackUnderTest {
  slack: Slack;
  /** A channel that Buster is in. */
  channel: { id: string; name: string };
  /** A person in the channel, and a group of people. */
  user: string;
  group: { id: string; users: readonly string[] };
  /** What everybody in the channel sees, oldest first. */
  messages(): Promise<readonly { ts: string; text: string; thread_ts?: string }[]>;
  /** What only one person sees, oldest first. */
  ephemerals(): Promise<readonly { text: string; ephemeral_to?: string }[]>;
  /** An address at which the person's last command is answered. */
  responseUrl(): Promise<string>;
}

export function aMessage(text: string): SlackMessage {
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] };
}

/** What every Slack promises. */
export function describeSlack(subject: () => SlackUnderTest): void {
  const post = (text: string, changes: Partial<Parameters<Slack["post"]>[0]> = {}) =>
    subject().slack.post({
      channel: subject().channel.id,
      thread: null,
      message: aMessage(text),
      effectId: `run-${randomUUID()}-e1`,
      mayExist: false,
      ...changes,
    });

  test("a message is posted and says where it stands", async () => {
    const { channel, ts } = await post("docs-updater: Working");

    expect(channel).toBe(subject().channel.id);
    expect((await subject().messages()).at(-1)).toMatchObject({
      ts,
      text: "docs-updater: Working",
    });
  });

  test("a message is posted in its thread", async () => {
    const root = await post("root");

    const { ts } = await post("result", { thread: root.ts });

    const reply = (await subject().messages()).find((message) => message.ts === ts);
    expect(reply).toMatchObject({ text: "result", thread_ts: root.ts });
  });

  test("a channel may be named, and its id comes back for what follows", async () => {
    const { channel, ts } = await post("by name", { channel: `#${subject().channel.name}` });
    await subject().slack.update(channel, ts, aMessage("by id"));

    expect(channel).toBe(subject().channel.id);
    expect((await subject().messages()).at(-1)).toMatchObject({ ts, text: "by id" });
  });

  test.each(["in a channel", "in a channel by name", "in a thread"])(
    "what may have been posted already is looked for and not posted twice: %s",
    async (where) => {
      const { channel } = subject();
      const root = where === "in a thread" ? (await post("root")).ts : null;
      const order = {
        thread: root,
        effectId: `run-${randomUUID()}-e1`,
        channel: where === "in a channel by name" ? `#${channel.name}` : channel.id,
      };
      const first = await post("once", order);
      await post("another effect", { ...order, effectId: "run-other-e1" });

      const again = await post("once", { ...order, mayExist: true });

      expect(again).toEqual(first);
      const once = (await subject().messages()).filter(({ ts }) => ts === first.ts);
      expect(once).toHaveLength(1);
      expect((await subject().messages()).at(-1)?.text).toBe("another effect");
    },
  );

  test("what was not posted yet is posted, though it might have been", async () => {
    const { ts } = await post("first time", { mayExist: true });

    expect((await subject().messages()).at(-1)).toMatchObject({ ts, text: "first time" });
  });

  test("a message is edited in place, and is still found after that", async () => {
    const effectId = `run-${randomUUID()}-e1`;
    const { channel, ts } = await post("Working", { effectId });

    await subject().slack.update(channel, ts, aMessage("Done"));

    const shown = (await subject().messages()).filter((message) => message.ts === ts);
    expect(shown).toMatchObject([{ text: "Done" }]);
    expect(await post("Working", { effectId, mayExist: true })).toEqual({ channel, ts });
  });

  test("a message that is gone cannot be edited", async () => {
    const { slack, channel } = subject();

    const editing = slack.update(channel.id, "1.000001", aMessage("Done"));

    await expect(editing).rejects.toMatchObject({ name: "PlatformFailure", code: "stale" });
  });

  test("a channel that Buster does not know is refused for good, with what to do", async () => {
    await expect(post("hello", { channel: "C0NOBODY" })).rejects.toMatchObject({
      name: "PlatformFailure",
      code: "permanent",
      message: expect.stringContaining("invite Buster"),
    });
  });

  test("one person is told, and nobody else", async () => {
    const { slack, channel, user } = subject();
    const before = await subject().messages();

    await slack.ephemeral(channel.id, user, null, "Not counted: you asked for it yourself.");

    expect((await subject().ephemerals()).at(-1)).toMatchObject({
      text: "Not counted: you asked for it yourself.",
      ephemeral_to: user,
    });
    expect(await subject().messages()).toEqual(before);
  });

  test("a command is answered where it was typed", async () => {
    const url = await subject().responseUrl();

    await subject().slack.respond(url, aMessage("Nothing runs."));

    expect((await subject().ephemerals()).at(-1)?.text).toBe("Nothing runs.");
  });

  test("an answer goes to Slack and to nobody else", async () => {
    for (const url of [
      "http://127.0.0.1:1/x",
      "https://hooks.slack.com.evil.example/",
      "nonsense",
    ]) {
      const answering = subject().slack.respond(url, aMessage("secrets"));

      await expect(answering).rejects.toMatchObject({
        code: "permanent",
        message: expect.stringContaining("not Slack's"),
      });
    }
  });

  test("a group has its members, an unknown one nobody", async () => {
    const { slack, group } = subject();

    expect(await slack.groupMembers(group.id)).toEqual(group.users);
    expect(await slack.groupMembers("S0NOBODY")).toEqual([]);
  });
}
