import { afterAll, beforeAll, expect, test } from "vitest";
import type { Delivery, Event } from "#agents-schema/event.ts";
import { createMailroom } from "#bot/flow/create-mailroom.ts";
import type { House } from "#bot/flow/house.ts";
import { PlatformFailure } from "#bot/ports.ts";
import { noteSlack } from "./note-slack.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

const words = "Something went wrong on our side";
const sender = { kind: "slack" as const, user: "U1", team: "T1" };

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({ ".buster/agents/docs.yml": agentFile("docs", "events: [opened]") });
});
afterAll(() => open.close());

/** Deals with one delivery in a house whose repositories cannot be read. */
async function dealWith(event: Event, code: PlatformFailure["code"] = "permanent", more = {}) {
  const slack = noteSlack();
  const unreadable = async () => {
    throw new PlatformFailure(code, "reading the secret internals");
  };
  const house: House = {
    ...open.house,
    slack,
    library: { ...open.house.library, at: unreadable, branchSha: unreadable },
    ...more,
  };
  const delivery: Delivery = { id: `d-${crypto.randomUUID()}`, event };
  await house.inbox.receive(delivery);
  const mailroom = createMailroom(house);
  await mailroom.round();
  await mailroom.finish(5000);
  return slack.said;
}

const command: Event = {
  kind: "slack_command",
  channel: "C1",
  text: "run docs",
  responseUrl: "http://127.0.0.1/answer",
  sender,
};

test("a comment that cannot be obeyed is answered on the pull request; talk is not", async () => {
  const { github } = open;
  const pull = await github.openPullRequest({
    user: "mia",
    title: "Asked",
    files: { "a.sql": "select 1\n" },
  });
  const say = async (body: string) => {
    await github.comment({ user: "ana", number: pull.number, body });
    await dealWith(open.lastEvent("comment"));
  };

  await say("@buster run docs");
  await say("What do you think?");

  const ours = (await github.comments(pull.number)).filter(({ user }) => user.login !== "ana");
  expect(ours).toHaveLength(1);
  expect(ours[0]?.body).toContain(words);
  expect(ours[0]?.body).not.toContain("secret internals");
  expect(github.log.some(({ path }) => path.endsWith("/reactions"))).toBe(true);
});

test("a command, a mention and a click on Slack are answered where they came from", async () => {
  const at = { channel: "C1", sender };
  const approvals = { ...open.house.approvals, byToken: () => Promise.reject(new Error("ours")) };

  const said = [
    await dealWith(command),
    await dealWith({ kind: "slack_mention", ...at, ts: "1", thread: "1", text: "run docs" }),
    await dealWith({ kind: "slack_action", ...at, action: "approve", value: "t" }, "permanent", {
      approvals,
    }),
  ];

  expect(said).toEqual([
    [expect.stringContaining(`respond ${words}`)],
    [expect.stringContaining(`post ${words}`)],
    [expect.stringContaining(`ephemeral ${words}`)],
  ]);
});

test("who is tried again later is not told yet; who is given up is", async () => {
  const givenUp = { inbox: { ...open.house.inbox, later: async () => false } };

  expect(await dealWith(command, "retry")).toEqual([]);
  expect(await dealWith(command, "retry", givenUp)).toEqual([expect.stringContaining(words)]);
});
