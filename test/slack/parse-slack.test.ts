import fc from "fast-check";
import { expect, test } from "vitest";
import { Event } from "#agents-schema/event.ts";
import { parseSlackClick } from "#bot/inbound/slack/parse-slack-click.ts";
import { parseSlackCommand } from "#bot/inbound/slack/parse-slack-command.ts";
import { parseSlackMention } from "#bot/inbound/slack/parse-slack-mention.ts";
import { parseSlackSubmission } from "#bot/inbound/slack/parse-slack-submission.ts";
import { slackText } from "#bot/inbound/slack/slack-text.ts";
import { aMention } from "./send-as-slack.ts";

const aCommand = {
  command: "/buster",
  text: "run docs-updater on 12",
  team_id: "T1",
  user_id: "U1",
  channel_id: "C1",
  response_url: "https://hooks.slack.com/commands/1/2",
  trigger_id: "13.37.abc",
};

const aClick = {
  type: "block_actions",
  trigger_id: "13.37.abc",
  team: { id: "T1", domain: "acme" },
  user: { id: "U1", team_id: "T9" },
  container: { type: "message", message_ts: "5.1", channel_id: "C1" },
  message: { ts: "5.1", thread_ts: "4.1" },
  actions: [{ type: "button", action_id: "approve", value: "token", action_ts: "6.1" }],
};

const aSubmission = {
  type: "view_submission",
  team: { id: "T1" },
  user: { id: "U1" },
  view: {
    id: "V1",
    callback_id: "request_changes",
    private_metadata: '{"token":"t1","channel":"C1"}',
    state: { values: { changes: { text: { type: "plain_text_input", value: " shorter " } } } },
  },
};

test("a command that Slack sends again has the same id; the next one has another", () => {
  const first = parseSlackCommand(aCommand);
  const again = parseSlackCommand({ ...aCommand });
  const next = parseSlackCommand({ ...aCommand, trigger_id: "13.38.abd" });

  expect(first?.deliveryId).toBe("slack:13.37.abc");
  expect(again?.deliveryId).toBe(first?.deliveryId);
  expect(next?.deliveryId).not.toBe(first?.deliveryId);
});

test("a command without a word after it is a command", () => {
  const { text, ...bare } = aCommand;

  expect(text).not.toBe("");
  expect(parseSlackCommand(bare)).toMatchObject({ command: "/buster", text: "" });
});

test("a mention at the root begins its own thread", () => {
  expect(parseSlackMention(aMention())).toEqual({
    deliveryId: "slack:Ev0MENTION1",
    event: {
      kind: "slack_mention",
      channel: "C0DATA001",
      ts: "1700000000.000100",
      thread: "1700000000.000100",
      text: "help",
      sender: { kind: "slack", user: "U0MIA0001", team: "T0STANDIN" },
    },
  });
});

test("our name is taken out wherever it stands, others' names are not", () => {
  const text = "please <@U0BUSTER|buster> run docs-updater for <@U7ANNA|anna> <@U0BUSTER>";
  const untold = aMention({ authorizations: [] }, { text: "<@U0BUSTER> ask <@U7ANNA>" });

  expect(parseSlackMention(aMention({}, { text }))?.event.text).toBe(
    "please  run docs-updater for <@U7ANNA>",
  );
  expect(parseSlackMention(untold)?.event.text).toBe("ask <@U7ANNA>");
});

test.each([
  ["a bot", { bot_id: "B1" }],
  ["ourselves", { user: "U0BUSTER" }],
  ["nobody", { user: undefined }],
])("a mention by %s is not for us", (_who, event) => {
  expect(parseSlackMention(aMention({}, event))).toBeUndefined();
});

test("each click has an id of its own: message, time and person", () => {
  const ids = [
    aClick,
    { ...aClick, user: { id: "U2" } },
    { ...aClick, actions: [{ ...aClick.actions[0], action_ts: "6.2" }] },
    { ...aClick, container: { ...aClick.container, message_ts: "5.2" } },
  ].map((payload) => parseSlackClick(payload)?.deliveryId);

  expect(new Set(ids)).toHaveLength(4);
  expect(ids[0]).toBe("slack:T1:C1:5.1:6.1:U1");
  expect(parseSlackClick(aClick)).toMatchObject({
    thread: "4.1",
    value: "token",
    by: { user: "U1", team: "T1" },
  });
});

test("a click in a window, or on nothing, is not one on a message", () => {
  expect(
    parseSlackClick({ ...aClick, container: { type: "view", view_id: "V1" } }),
  ).toBeUndefined();
  expect(parseSlackClick({ ...aClick, actions: [] })).toBeUndefined();
});

test("a window brings back what it was opened with", () => {
  expect(parseSlackSubmission(aSubmission)).toEqual({
    deliveryId: "slack:T1:V1:U1",
    token: "t1",
    channel: "C1",
    text: "shorter",
    by: { kind: "slack", user: "U1", team: "T1" },
  });
});

test.each(["", "{", "null", '{"token":1}', '{"token":"t"}'])(
  "a window with the metadata %j was not opened by us",
  (private_metadata) => {
    const view = { ...aSubmission.view, private_metadata };

    expect(parseSlackSubmission({ ...aSubmission, view })).toBeUndefined();
  },
);

test.each([
  ["on <https://github.com/acme/dbt/pull/12|#12>", "on https://github.com/acme/dbt/pull/12"],
  ["mail <mailto:a@b.c|a@b.c>", "mail a@b.c"],
  ["in <#C012AB|general>", "in #general"],
  ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
  ["&amp;lt;", "&lt;"],
])("%j is read as %j", (from, to) => {
  expect(slackText(from)).toBe(to);
});

test("whatever arrives, a parser answers with an event that can be stored, or with nothing", () => {
  const odd = fc.oneof(fc.string({ unit: "binary" }), fc.anything(), fc.constant(undefined));
  const payload = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    odd.map((text) => ({ ...aCommand, text })),
    odd.map((text) => aMention({}, { text })),
    odd.map((value) => ({ ...aClick, actions: [{ ...aClick.actions[0], value }] })),
  );

  fc.assert(
    fc.property(payload, (one) => {
      const mention = parseSlackMention(one);
      const command = parseSlackCommand(one);
      if (mention !== undefined) expect(Event.safeParse(mention.event).success).toBe(true);
      if (command !== undefined) {
        const event = { kind: "slack_command", ...command };
        expect(Event.safeParse(event).success).toBe(true);
      }
      parseSlackClick(one);
      parseSlackSubmission(one);
    }),
    { numRuns: 50 },
  );
});
