import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Actor } from "#agents-schema/actor.ts";
import { openSlackDoor } from "#bot/inbound/slack/open-slack-door.ts";
import type { SlackDoor } from "#bot/inbound/slack/slack-door.ts";
import { plainScreen } from "../screens.ts";
import { type SlackStandIn, startSlackStandIn } from "../stand-ins/slack-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { createMemoryInbox, type MemoryInbox } from "./memory-inbox.ts";

export interface Workspace {
  slack: SlackStandIn;
  door: SlackDoor;
  inbox: MemoryInbox;
  /** Where Slack's requests go in HTTP mode. */
  requestUrl: string;
  /** How often the flow was told that something waits. */
  told: () => number;
  /** What the next "View diff" shows. */
  diffs: { next: (token: string, by: Actor) => Promise<object> };
  close(): Promise<void>;
}

export const place = { user: "U0MIA0001", channel: "C0DATA001" };

/** A workspace with our door open to it, and a server on loopback for what Slack sends by HTTP. */
export async function openWorkspace(mode: "socket" | "http"): Promise<Workspace> {
  const inbox = createMemoryInbox();
  const diffs: Workspace["diffs"] = { next: async () => ({}) };
  const doors: SlackDoor[] = [];
  const server = createServer((request, response) => {
    const handler = doors[0]?.handler;
    if (handler === undefined) response.writeHead(503).end();
    else handler(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;

  const slack = await startSlackStandIn({
    users: [{ id: place.user, name: "mia" }],
    channels: [{ id: place.channel, name: "data-quality" }],
    mode: mode === "socket" ? "socket" : { requestUrl },
  });
  let told = 0;
  const door = await openSlackDoor({
    mode:
      mode === "socket"
        ? { kind: "socket", appToken: slack.appToken }
        : { kind: "http", signingSecret: slack.signingSecret },
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    inbox,
    received: () => {
      told += 1;
    },
    views: { diff: (token, by) => diffs.next(token, by) },
    log: silentLog,
    screen: plainScreen,
  }).catch(async (cause: unknown) => {
    await slack.close();
    server.close();
    throw cause;
  });
  doors.push(door);

  return {
    slack,
    door,
    inbox,
    requestUrl,
    told: () => told,
    diffs,
    async close() {
      await door.close();
      await slack.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
