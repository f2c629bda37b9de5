import { describe, expect, test } from "vitest";
import { openSlackDoor } from "#bot/inbound/slack/open-slack-door.ts";
import { plainScreen } from "../screens.ts";
import { hasLocalSlack } from "../stand-ins/slack-local-process.ts";
import { startSlackStandIn } from "../stand-ins/slack-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { closedAddress } from "./closed-address.ts";
import { eventually } from "./eventually.ts";
import { createMemoryInbox } from "./memory-inbox.ts";
import { openWorkspace, place } from "./open-workspace.ts";

const anApp = {
  mode: { kind: "socket", appToken: "xapp-stand-in" },
  botToken: "xoxb-stand-in",
  inbox: createMemoryInbox(),
  received: () => {},
  views: { diff: async () => ({}) },
  log: silentLog,
  screen: plainScreen,
} as const;

describe.skipIf(!hasLocalSlack)("Slack by socket (needs local-slack, Linux on x64)", () => {
  test("a dropped socket is opened again, and what was kept stays kept", async () => {
    const { slack, door, inbox, close } = await openWorkspace("socket");
    await slack.command(place.user, place.channel, "status");
    expect(door.state()).toBe("connected");

    slack.dropSockets();
    await eventually(() => expect(door.state()).toBe("connecting"));
    await eventually(() => expect(door.state()).toBe("connected"));
    await slack.command(place.user, place.channel, "help");

    expect(inbox.kept.map(({ event }) => "text" in event && event.text)).toEqual([
      "status",
      "help",
    ]);
    await close();
    expect(door.state()).toBe("closed");
  });

  test("Slack being away for a while does not end the trying", async () => {
    const { slack, door, close } = await openWorkspace("socket");
    slack.failNext("apps.connections.open", { kind: "status", status: 503 });
    slack.failNext("apps.connections.open", { kind: "error", error: "internal_error" });

    slack.dropSockets();
    await eventually(() => expect(door.state()).toBe("connecting"));

    await eventually(() => expect(door.state()).toBe("connected"));
    await close();
  });

  test("an app token that Slack refuses is said at once, with what to do", async () => {
    const slack = await startSlackStandIn({ users: [], channels: [], mode: "socket" });

    const opening = openSlackDoor({
      ...anApp,
      mode: { kind: "socket", appToken: "xapp-wrong" },
      apiUrl: slack.apiUrl,
    });

    await expect(opening).rejects.toMatchObject({
      code: "permanent",
      message: expect.stringMatching(/invalid_auth.*xapp-.*connections:write/),
    });
    await slack.close();
  });
});

test("the door opens while Slack cannot be reached", async () => {
  const door = await openSlackDoor({ ...anApp, apiUrl: await closedAddress() });

  expect(door.state()).toBe("connecting");
  await door.close();
  expect(door.state()).toBe("closed");
});
