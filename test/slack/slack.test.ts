import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSlack } from "#bot/executors/slack/create-slack.ts";
import { readSlackGrants } from "#bot/executors/slack/read-slack-grants.ts";
import type { Slack } from "#bot/ports.ts";
import { aMessage, describeSlack } from "../contracts/slack-contract.ts";
import { plainScreen } from "../screens.ts";
import { hasLocalSlack } from "../stand-ins/slack-local-process.ts";
import {
  grantedScopes,
  type SlackStandIn,
  startSlackStandIn,
} from "../stand-ins/slack-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { closedAddress } from "./closed-address.ts";

const channel = { id: "C0DATA001", name: "data-quality" };
const group = { id: "S0LEADS01", handle: "leads", users: ["U0MIA0001", "U0BEN0001"] };

describe.skipIf(!hasLocalSlack)("Slack's Web API (needs local-slack, Linux on x64)", () => {
  let api: SlackStandIn;
  let slack: Slack;
  const commands: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      commands.push(new URLSearchParams(body).get("response_url") ?? "");
      response.end();
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    api = await startSlackStandIn({
      users: [
        { id: "U0MIA0001", name: "mia" },
        { id: "U0BEN0001", name: "ben" },
      ],
      channels: [channel],
      groups: [group],
      mode: { requestUrl: `http://127.0.0.1:${port}/` },
    });
    slack = createSlack({
      botToken: api.botToken,
      apiUrl: api.apiUrl,
      log: silentLog,
      screen: plainScreen,
    });
  });
  afterAll(async () => {
    await api.close();
    server.close();
    server.closeAllConnections();
  });

  describeSlack(() => ({
    slack,
    channel,
    user: "U0MIA0001",
    group,
    messages: () => api.messages(channel.id),
    ephemerals: () => api.ephemerals(),
    async responseUrl() {
      await api.command("U0MIA0001", channel.id, "status");
      return commands.at(-1) ?? "";
    },
  }));

  const order = (effectId: string, mayExist = false) => ({
    channel: channel.id,
    thread: null,
    message: aMessage(effectId),
    effectId,
    mayExist,
  });
  const shown = async (text: string) =>
    (await api.messages(channel.id)).filter((message) => message.text === text);

  test("a connection that breaks after posting leaves one message, found by its effect", async () => {
    api.failNext("chat.postMessage", { kind: "drop-after" });

    await expect(slack.post(order("e-cut"))).rejects.toMatchObject({ code: "ambiguous" });
    const { ts } = await slack.post(order("e-cut", true));

    expect(await shown("e-cut")).toMatchObject([{ ts }]);
  });

  test.each([
    ["a broken connection", { kind: "drop-before" }, "ambiguous", "retry"],
    ["a broken server", { kind: "status", status: 503 }, "ambiguous", "retry"],
    ["a broken Slack", { kind: "error", error: "internal_error" }, "ambiguous", "retry"],
    ["a long queue", { kind: "rate-limit", retryAfterSeconds: 60 }, "retry", "retry"],
    ["an unknown word", { kind: "error", error: "no_such_word" }, "permanent", "permanent"],
    ["a full channel", { kind: "error", error: "message_limit_exceeded" }, "retry", "retry"],
    ["a lost token", { kind: "error", error: "token_revoked" }, "permanent", "permanent"],
    ["a page of a proxy", { kind: "error", error: "<html>" }, "ambiguous", "retry"],
  ] as const)(
    "%s is told apart, for posting and for editing",
    async (_what, fault, posting, editing) => {
      // Of its own: what Slack asks one to wait for holds for all of its calls.
      const slack = createSlack({
        botToken: api.botToken,
        apiUrl: api.apiUrl,
        log: silentLog,
        screen: plainScreen,
      });
      const { ts } = await slack.post(order("e-base"));
      api.failNext("chat.postMessage", fault);
      api.failNext("chat.update", fault);

      await expect(slack.post(order("e-x"))).rejects.toMatchObject({
        code: posting,
        message: expect.stringMatching(/^posting to C0DATA001 on Slack: /),
      });
      await expect(slack.update(channel.id, ts, aMessage("x"))).rejects.toMatchObject({
        code: editing,
      });
    },
  );

  test("a Slack that cannot be reached has done nothing", async () => {
    const away = createSlack({
      botToken: "xoxb-1",
      apiUrl: await closedAddress(),
      log: silentLog,
      screen: plainScreen,
    });

    await expect(away.post(order("e-away"))).rejects.toMatchObject({ code: "retry" });
    expect(await away.groupMembers("S1")).toEqual([]);
  });

  test("when Slack asks for a short wait, it gets it", async () => {
    api.failNext("chat.postMessage", { kind: "rate-limit", retryAfterSeconds: 0 }, 2);

    await slack.post(order("e-patient"));

    expect(await shown("e-patient")).toHaveLength(1);
  });

  test("while Slack asks to wait it is not called; other channels and methods are", async () => {
    const slack = createSlack({
      botToken: api.botToken,
      apiUrl: api.apiUrl,
      log: silentLog,
      screen: plainScreen,
    });
    const { ts } = await slack.post(order("e-first"));
    api.failNext("chat.postMessage", { kind: "rate-limit", retryAfterSeconds: 60 });
    await expect(slack.post(order("e-limited"))).rejects.toMatchObject({ code: "retry" });
    const asked = api.log.length;

    await expect(slack.post(order("e-early"))).rejects.toThrow("Slack asks to wait 60 s");
    const unasked = api.log.length;
    await slack.update(channel.id, ts, aMessage("still edited"));

    expect(unasked).toBe(asked);
    expect(await shown("still edited")).toHaveLength(1);
  });

  test("progress does not wait for Slack: the next edit shows what is true then", async () => {
    const slack = createSlack({
      botToken: api.botToken,
      apiUrl: api.apiUrl,
      log: silentLog,
      screen: plainScreen,
    });
    const { ts } = await slack.post(order("e-progress"));
    api.failNext("chat.update", { kind: "rate-limit", retryAfterSeconds: 5 });

    const began = performance.now();
    await expect(slack.update(channel.id, ts, aMessage("half"))).rejects.toMatchObject({
      code: "retry",
    });

    expect(performance.now() - began).toBeLessThan(4_000);
  });

  test("blocks that Slack does not take are refused, with Slack's reason", async () => {
    const message = { text: "x", blocks: [{ type: "nonsense" }] };

    await expect(slack.post({ ...order("e-odd"), message })).rejects.toMatchObject({
      code: "permanent",
      message: expect.stringContaining("invalid_blocks ("),
    });
  });

  test("links are not unfurled", async () => {
    await slack.post(order("e-links"));

    const { args } = api.log.filter(({ method }) => method === "chat.postMessage").at(-1) ?? {};
    expect(args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  });

  test("an address that is used up is told apart from a Slack that is away", async () => {
    await api.command("U0MIA0001", channel.id, "status");
    const url = commands.at(-1) ?? "";
    api.failNext("response_url", { kind: "status", status: 404 });
    api.failNext("response_url", { kind: "status", status: 500 });
    api.failNext("response_url", { kind: "drop-before" });

    const codes = [];
    for (let time = 0; time < 3; time++) {
      codes.push(await slack.respond(url, aMessage("x")).catch(({ code }) => code));
    }
    expect(codes).toEqual(["permanent", "retry", "retry"]);
  });

  test("what a token may do is compared with what Buster needs", async () => {
    const enough = await readSlackGrants({ botToken: api.botToken, apiUrl: api.apiUrl });
    const poor = await startSlackStandIn({
      users: [],
      channels: [],
      mode: "socket",
      scopes: grantedScopes.filter((scope) => scope !== "usergroups:read"),
    });
    const { missing } = await readSlackGrants({ botToken: poor.botToken, apiUrl: poor.apiUrl });
    await poor.close();

    expect(enough).toMatchObject({ team: "Stand-in", botUser: api.botUser, missing: [] });
    expect(Math.abs(enough.clockSkewMs ?? Number.NaN)).toBeLessThan(10_000);
    expect(missing).toEqual([
      { scope: "usergroups:read", use: "know who is in a group of approvers" },
    ]);
  });

  test("a bot token that Slack refuses is named", async () => {
    await expect(
      readSlackGrants({ botToken: "xoxb-wrong", apiUrl: api.apiUrl }),
    ).rejects.toMatchObject({
      code: "permanent",
      message: expect.stringContaining("SLACK_BOT_TOKEN"),
    });
  });
});
