import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSlack } from "#bot/executors/slack/create-slack.ts";
import { noticeModal } from "#bot/views/modals.ts";
import { actions, message, section } from "#bot/views/slack-blocks.ts";
import { plainScreen } from "../screens.ts";
import { hasLocalSlack } from "../stand-ins/slack-local-process.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { eventually } from "./eventually.ts";
import { openWorkspace, place, type Workspace } from "./open-workspace.ts";

const mia = { kind: "slack", user: place.user, team: "T0STANDIN" } as const;

describe.skipIf(!hasLocalSlack).each(["socket", "http"] as const)(
  "the door to Slack by %s (needs local-slack, Linux on x64)",
  (mode) => {
    let workspace: Workspace;
    beforeAll(async () => {
      workspace = await openWorkspace(mode);
    });
    afterAll(() => workspace.close());
    beforeEach(() => {
      workspace.inbox.kept.length = 0;
    });
    afterEach(() => {
      workspace.inbox.weather = "fine";
    });

    const command = (text: string) => workspace.slack.command(place.user, place.channel, text);
    const lastEphemeral = async () => (await workspace.slack.ephemerals()).at(-1)?.text;
    const events = () => workspace.inbox.kept.map(({ event }) => event);
    const postCard = async () => {
      const { slack } = workspace;
      const executor = createSlack({ ...slack, log: silentLog, screen: plainScreen });
      const names = ["approve", "view_diff", "request_changes", "dismiss", "stop_run", "view_run"];
      const buttons = names.map((action) => ({ action, label: action, value: "token-1" }));
      const card = message("a card", [section("a card"), actions("approval", buttons)]);
      const { ts } = await executor.post({
        channel: place.channel,
        thread: null,
        message: card,
        effectId: "e1",
        mayExist: false,
      });
      return (action: string) => slack.click(place.user, place.channel, ts, action);
    };

    const askForChanges = async () => {
      const click = await postCard();
      const before = workspace.slack.views().length;
      await click("request_changes");
      await eventually(() => expect(workspace.slack.views()).toHaveLength(before + 1));
    };

    test("a mistyped command is kept, and echoed as it was typed", async () => {
      const before = workspace.told();

      await command("rnu docs-updater on 12");

      expect(events()).toEqual([
        {
          kind: "slack_command",
          channel: place.channel,
          text: "rnu docs-updater on 12",
          responseUrl: expect.stringContaining("/_hooks/response/"),
          sender: mia,
        },
      ]);
      expect(workspace.told()).toBe(before + 1);
      await eventually(async () =>
        expect(await lastEphemeral()).toBe("On it: `/buster rnu docs-updater on 12`"),
      );
    });

    test("what a stranger types cannot break out of the echo", async () => {
      await command("run `x` <!channel> & \u202eabc");

      await eventually(async () =>
        expect(await lastEphemeral()).toBe("On it: `/buster run 'x' &lt;!channel&gt; &amp; abc`"),
      );
    });

    test("the answer takes the echo's place", async () => {
      await command("status");
      const [event] = events();
      const count = (await workspace.slack.ephemerals()).length;

      await createSlack({ ...workspace.slack, log: silentLog, screen: plainScreen }).respond(
        event?.kind === "slack_command" ? event.responseUrl : "",
        { text: "Nothing runs.", blocks: [] },
      );

      const ephemerals = await workspace.slack.ephemerals();
      expect(ephemerals.at(-1)?.text).toBe("Nothing runs.");
      expect(workspace.slack.log.at(-1)?.args).toMatchObject({ replace_original: true });
      expect(ephemerals.length).toBeGreaterThanOrEqual(count);
    });

    test("a command that could not be kept is answered with that", async () => {
      workspace.inbox.weather = "away";

      await command("run docs-updater");

      expect(events()).toEqual([]);
      await eventually(async () =>
        expect(await lastEphemeral()).toMatch(/^Nothing was started: .* Try again in a minute\.$/),
      );
    });

    test("a mention is kept without our name, in its thread, and gets a reaction", async () => {
      const { slack } = workspace;
      const root = await slack.say(place.user, place.channel, "numbers look odd");

      const ts = await slack.mention(place.user, place.channel, "run docs-updater", root);

      await eventually(() =>
        expect(events()).toEqual([
          {
            kind: "slack_mention",
            channel: place.channel,
            ts,
            thread: root,
            text: "run docs-updater",
            sender: mia,
          },
        ]),
      );
      await eventually(async () => {
        const seen = (await slack.messages(place.channel)).find((message) => message.ts === ts);
        expect(seen?.reactions).toMatchObject([{ name: "eyes" }]);
      });
    });

    test("a mention is kept even when Slack takes no reaction", async () => {
      workspace.slack.failNext("reactions.add", { kind: "error", error: "missing_scope" });

      const ts = await workspace.slack.mention(place.user, place.channel, "help");

      await eventually(() => expect(events()).toMatchObject([{ ts, thread: ts, text: "help" }]));
    });

    test("a click is kept with its button's value and who clicked", async () => {
      const click = await postCard();

      await click("approve");
      await click("stop_run");

      await eventually(() => expect(events()).toHaveLength(2));
      expect(events()[0]).toEqual({
        kind: "slack_action",
        action: "approve",
        value: "token-1",
        channel: place.channel,
        sender: mia,
      });
      expect(events()[1]).toMatchObject({ action: "stop_run" });
    });

    test("a click on a link is nobody's business", async () => {
      const click = await postCard();

      await click("view_run");
      await click("dismiss");

      await eventually(() => expect(events()).toMatchObject([{ action: "dismiss" }]));
    });

    test("a click that could not be kept is answered with that", async () => {
      const click = await postCard();
      workspace.inbox.weather = "away";

      await click("approve");

      await eventually(async () =>
        expect(await lastEphemeral()).toMatch(/^Nothing was done: .* Try again in a minute\.$/),
      );
    });

    test("the diff opens in a window that is there before the diff is", async () => {
      const click = await postCard();
      const asked = Promise.withResolvers<object>();
      workspace.diffs.next = async (token, by) => {
        expect([token, by]).toEqual(["token-1", mia]);
        return asked.promise;
      };

      await click("view_diff");
      await eventually(() =>
        expect(JSON.stringify(workspace.slack.views().at(-1))).toContain("Fetching the changes"),
      );
      asked.resolve(noticeModal("the diff"));

      await eventually(() =>
        expect(JSON.stringify(workspace.slack.views().at(-1))).toContain("the diff"),
      );
      expect(events()).toEqual([]);
    });

    test("a diff that cannot be fetched says so in its window", async () => {
      const click = await postCard();
      workspace.diffs.next = async () => {
        throw new Error("the ledger is away");
      };

      await click("view_diff");

      await eventually(() => {
        const shown = JSON.stringify(workspace.slack.views().at(-1));
        expect(shown).toContain("could not be fetched");
        expect(shown).not.toContain("ledger");
      });
    });

    test("a diff that Slack does not take is replaced by where to find it", async () => {
      const click = await postCard();
      workspace.diffs.next = async () => ({ type: "modal", blocks: "nonsense" });

      await click("view_diff");

      await eventually(() =>
        expect(JSON.stringify(workspace.slack.views().at(-1))).toContain("The run page shows them"),
      );
    });

    test("a window that Slack does not open is answered with that", async () => {
      const click = await postCard();
      workspace.slack.failNext("views.open", { kind: "error", error: "expired_trigger_id" });

      await click("request_changes");

      await eventually(async () => expect(await lastEphemeral()).toMatch(/Click again/));
    });

    test("asking for changes needs words, and the words arrive", async () => {
      const { slack } = workspace;
      await askForChanges();

      const empty = await slack.submitModal(place.user, { changes: { text: " \n" } });
      const full = await slack.submitModal(place.user, {
        changes: { text: "name the *unit* <b>" },
      });

      expect(empty.errors).toEqual({ changes: "Say what should be different." });
      expect(full.errors).toBeUndefined();
      expect(events()).toEqual([
        {
          kind: "slack_action",
          action: "request_changes",
          value: "token-1",
          channel: place.channel,
          text: "name the *unit* <b>",
          sender: mia,
        },
      ]);
    });

    test("words that could not be kept stay in their window", async () => {
      const { slack } = workspace;
      await askForChanges();
      workspace.inbox.weather = "away";

      const { errors } = await slack.submitModal(place.user, { changes: { text: "shorter" } });
      workspace.inbox.weather = "fine";
      const again = await slack.submitModal(place.user, { changes: { text: "shorter" } });

      expect(errors).toEqual({
        changes: "This could not be noted down. Send it again in a minute.",
      });
      expect(again.errors).toBeUndefined();
      expect(events()).toMatchObject([{ text: "shorter" }]);
    });
  },
);
