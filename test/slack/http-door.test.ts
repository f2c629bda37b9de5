import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasLocalSlack } from "../stand-ins/slack-local-process.ts";
import { eventually } from "./eventually.ts";
import { openWorkspace, type Workspace } from "./open-workspace.ts";
import { aMention, sendAsSlack } from "./send-as-slack.ts";

describe.skipIf(!hasLocalSlack)("Slack by HTTP (needs local-slack, Linux on x64)", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace("http");
  });
  afterAll(() => workspace.close());
  beforeEach(() => {
    workspace.inbox.kept.length = 0;
  });
  afterEach(() => {
    workspace.inbox.weather = "fine";
  });

  const send = (body: object | string, options: Partial<Parameters<typeof sendAsSlack>[2]> = {}) =>
    sendAsSlack(workspace.requestUrl, typeof body === "string" ? body : JSON.stringify(body), {
      secret: workspace.slack.signingSecret,
      ...options,
    });

  test("a forged request is refused and nothing is kept", async () => {
    const forged = await send(aMention(), { secret: "a guess" });
    const unsigned = await fetch(workspace.requestUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(aMention()),
    });
    const oldScheme = await send(aMention(), { headers: { "x-slack-signature": "v1=00" } });

    expect([forged.status, unsigned.status, oldScheme.status]).toEqual([401, 401, 401]);
    expect(workspace.inbox.kept).toEqual([]);
  });

  test("a request that somebody recorded is refused after five minutes", async () => {
    const fresh = await send(aMention({ event_id: "Ev1" }), { agoSeconds: 280 });
    const stale = await send(aMention({ event_id: "Ev2" }), { agoSeconds: 320 });

    expect([fresh.status, stale.status]).toEqual([200, 401]);
    expect(workspace.inbox.kept.map(({ id }) => id)).toEqual(["slack:Ev1"]);
  });

  test("the claim that a request only checks the certificate carries nothing in", async () => {
    const body = `ssl_check=1&payload=${encodeURIComponent(JSON.stringify(aMention()))}`;
    const response = await send(body, {
      secret: "a guess",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });

    expect(response.status).toBe(200);
    expect(workspace.inbox.kept).toEqual([]);
  });

  test("what is too large, no JSON or somewhere else gets no further", async () => {
    const large = await send(JSON.stringify({ text: "x".repeat(1024 * 1024) }));
    const broken = await send("{");
    const elsewhere = await fetch(`${workspace.requestUrl}/more`, { method: "POST" });
    const looking = await fetch(workspace.requestUrl);

    const statuses = [large, broken, elsewhere, looking].map(({ status }) => status);
    expect(statuses).toEqual([413, 400, 404, 404]);
    expect(workspace.inbox.kept).toEqual([]);
  });

  test("the address is confirmed when Slack asks", async () => {
    const response = await send({ type: "url_verification", challenge: "c1" });

    expect(await response.json()).toEqual({ challenge: "c1" });
  });

  test("a mention that Slack sends again is kept once", async () => {
    const first = await send(aMention());
    const again = await send(aMention(), { headers: { "x-slack-retry-num": "1" } });

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(workspace.inbox.kept).toHaveLength(1);
  });

  test("a mention that could not be kept is not acknowledged, and its sender told once", async () => {
    workspace.inbox.weather = "away";
    const before = (await workspace.slack.ephemerals()).length;

    const first = await send(aMention());
    const second = await send(aMention(), { headers: { "x-slack-retry-num": "1" } });
    workspace.inbox.weather = "fine";
    const third = await send(aMention(), { headers: { "x-slack-retry-num": "2" } });

    expect([first.status, second.status, third.status]).toEqual([503, 503, 200]);
    expect(workspace.inbox.kept.map(({ id }) => id)).toEqual(["slack:Ev0MENTION1"]);
    await eventually(async () => {
      const told = (await workspace.slack.ephemerals()).slice(before).map(({ text }) => text);
      expect(told).toEqual([
        "This could not be noted down yet. If there is no :eyes: on it within ten minutes, ask again.",
      ]);
    });
  });

  test("what is not for us is acknowledged, so that Slack does not send it again", async () => {
    const message = await send(aMention({ event_id: "Ev3" }, { type: "message" }));
    const byBot = await send(aMention({ event_id: "Ev4" }, { bot_id: "B1" }));
    const byUs = await send(aMention({ event_id: "Ev5" }, { user: "U0BUSTER" }));
    const strange = await send({ type: "view_closed", view: {} });

    const statuses = [message, byBot, byUs, strange].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(workspace.inbox.kept).toEqual([]);
  });

  test("a closed door takes nothing", async () => {
    const other = await openWorkspace("http");
    await other.door.close();

    const response = await sendAsSlack(other.requestUrl, JSON.stringify(aMention()), {
      secret: other.slack.signingSecret,
    });

    expect(response.status).toBe(503);
    expect(other.door.state()).toBe("closed");
    await other.close();
  });
});
