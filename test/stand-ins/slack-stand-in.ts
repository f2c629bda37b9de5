import { createBlockKitCheck } from "./slack-block-kit-check.ts";
import { startLocalSlack } from "./slack-local-process.ts";
import { openSlackOverlay, type SlackCall, type SlackFault } from "./slack-overlay.ts";
import type { OverlayState, SlackGroup } from "./slack-overlay-methods.ts";

/*
 * Slack for tests and the demo. Independent of us: local-slack 0.1.8 (workspace, Web API, Socket Mode,
 * signed HTTP events, interactions, a web page to look at). Ours, in front of it: the strictness
 * that it lacks (see slack-overlay.ts), from Slack's published types and documented limits.
 */

export interface SlackMessageSeen {
  ts: string;
  text: string;
  user: string;
  channel: string;
  thread_ts?: string;
  subtype?: string;
  ephemeral_to?: string;
  blocks?: readonly Record<string, unknown>[];
  reactions?: readonly { name: string; users: readonly string[] }[];
}

export interface SlackStandIn {
  apiUrl: string;
  /** A web page of the workspace, for a person to look at and to click in. */
  pageUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUser: string;
  team: string;
  /** Resolves when the app has acknowledged, or after the time that Slack waits. */
  command(user: string, channel: string, text: string): Promise<void>;
  /** Posts a message as a person; a thread when `thread` is given. Answers its ts. */
  say(user: string, channel: string, text: string, thread?: string): Promise<string>;
  /** `say` with the bot mentioned in front. */
  mention(user: string, channel: string, text: string, thread?: string): Promise<string>;
  /** Clicks a button that the message shows, or ever showed. */
  click(user: string, channel: string, ts: string, actionId: string): Promise<void>;
  /** `values[block_id][action_id]` is what was typed. */
  submitModal(
    user: string,
    values: Record<string, Record<string, string>>,
  ): Promise<{ errors: Record<string, string> | undefined }>;
  /** What everybody in the channel sees, oldest first. */
  messages(channel: string): Promise<readonly SlackMessageSeen[]>;
  /** What only one person sees (`ephemeral_to`). */
  ephemerals(): Promise<readonly SlackMessageSeen[]>;
  /** Modals as last opened or updated, oldest first. */
  views(): readonly Record<string, unknown>[];
  /** Calls of the app, in order. */
  log: readonly SlackCall[];
  failNext(method: string, fault: SlackFault, times?: number): void;
  dropSockets(): void;
  close(): Promise<void>;
}

/** What an app installed from deploy/slack-manifest.yaml is granted. */
export const grantedScopes = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "groups:history",
  "groups:read",
  "reactions:read",
  "reactions:write",
  "usergroups:read",
];

const app = {
  appId: "A0BUSTER",
  botUserId: "U0BUSTER",
  botName: "buster",
  botToken: "xoxb-stand-in",
  appToken: "xapp-stand-in",
  signingSecret: "stand-in-signing-secret",
};
const team = "T0STANDIN";

/** Starts a workspace with these people and channels in which the bot is a member of every channel. */
export async function startSlackStandIn(options: {
  users: readonly { id: string; name: string }[];
  channels: readonly { id: string; name: string }[];
  mode: "socket" | { requestUrl: string };
  groups?: readonly SlackGroup[];
  scopes?: readonly string[];
}): Promise<SlackStandIn> {
  const state: OverlayState = {
    groups: options.groups ?? [],
    check: createBlockKitCheck(),
    metadata: new Map(),
    shown: new Map(),
    views: new Map(),
  };
  const overlay = await openSlackOverlay(state, {
    ...app,
    scopes: options.scopes ?? grantedScopes,
  });
  const members = [...options.users.map(({ id }) => id), app.botUserId];
  const local = await startLocalSlack(
    {
      workspace: { name: "Stand-in", domain: "stand-in", teamId: team },
      apps: [
        options.mode === "socket"
          ? { ...app, mode: "socket" }
          : { ...app, mode: "events", requestUrl: options.mode.requestUrl },
      ],
      users: options.users,
      channels: options.channels.map((channel) => ({ ...channel, members })),
    },
    `127.0.0.1:${overlay.port}/through`,
  );
  overlay.pointAt(local.port);

  const base = `http://127.0.0.1:${local.port}`;
  const control = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${base}/_control${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      headers: { "content-type": "application/json" },
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`local-slack ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const everything = async (channel: string) =>
    (await control(`/messages/${channel}`)).messages as SlackMessageSeen[];
  const say = async (user: string, channel: string, text: string, thread?: string) => {
    const answer = await control("/message", { user, channel, text, thread_ts: thread });
    return (answer.message as { ts: string }).ts;
  };

  return {
    apiUrl: `http://127.0.0.1:${overlay.port}/api/`,
    pageUrl: base,
    ...app,
    botUser: app.botUserId,
    team,
    async command(user, channel, text) {
      await control("/command", { user, channel, text, command: "/buster" });
    },
    say,
    mention: (user, channel, text, thread) =>
      say(user, channel, `<@${app.botUserId}> ${text}`, thread),
    async click(user, channel, ts, actionId) {
      const shown = state.shown.get(`${channel}:${ts}:${actionId}`);
      if (shown === undefined) throw new Error(`no button ${actionId} was ever shown there`);
      const { type, block_id, value, text } = shown;
      const action = { type, action_id: actionId, block_id, value, text };
      await control("/interact", { channel, messageTs: ts, user, action });
    },
    submitModal: (user, values) => submitModal(`${base}/ui`, user, values),
    async messages(channel) {
      return (await everything(channel)).filter((message) => message.subtype !== "ephemeral");
    },
    async ephemerals() {
      const { channels } = await control("/state");
      const all = await Promise.all((channels as { id: string }[]).map(({ id }) => everything(id)));
      return all.flat().filter((message) => message.subtype === "ephemeral");
    },
    views: () => [...state.views.values()],
    log: overlay.log,
    failNext(method, fault, times = 1) {
      for (let time = 0; time < times; time++) overlay.faults.push({ method, fault });
    },
    dropSockets: overlay.dropSockets,
    async close() {
      await overlay.close();
      await local.close();
    },
  };
}

/** local-slack takes what its page sends: the modal on top is submitted as if a person had typed. */
async function submitModal(
  pageSocket: string,
  user: string,
  typed: Record<string, Record<string, string>>,
): Promise<{ errors: Record<string, string> | undefined }> {
  const values = Object.fromEntries(
    Object.entries(typed).map(([block, actions]) => [
      block,
      Object.fromEntries(
        Object.entries(actions).map(([action, value]) => [
          action,
          { type: "plain_text_input", value },
        ]),
      ),
    ]),
  );
  const socket = new WebSocket(pageSocket.replace("http:", "ws:"));
  try {
    return await new Promise((resolve, reject) => {
      socket.onerror = () => reject(new Error("the page's socket broke"));
      socket.onmessage = ({ data }) => {
        const said = JSON.parse(String(data)) as { t: string; errors?: Record<string, string> };
        if (said.t === "init") socket.send(JSON.stringify({ t: "view_submit", user, values }));
        if (said.t === "view") resolve({ errors: undefined });
        if (said.t === "view_errors") resolve({ errors: said.errors });
      };
    });
  } finally {
    socket.close();
  }
}
