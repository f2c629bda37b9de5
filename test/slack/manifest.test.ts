import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { slackScopes } from "#bot/executors/slack/slack-scopes.ts";
import { grantedScopes } from "../stand-ins/slack-stand-in.ts";

const file = new URL("../../deploy/slack-manifest.yaml", import.meta.url);

test("the app asks for what Buster uses, and the stand-in grants just that", () => {
  const manifest = parse(readFileSync(file, "utf8"));

  expect(manifest.oauth_config.scopes).toEqual({ bot: Object.keys(slackScopes) });
  expect(grantedScopes).toEqual(Object.keys(slackScopes));
  expect(manifest.settings).toMatchObject({
    event_subscriptions: {
      bot_events: [
        "agent_session_stopped",
        "app_mention",
        "message.channels",
        "message.groups",
        "reaction_added",
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  });
  expect(manifest.features.slash_commands).toMatchObject([{ command: "/buster" }]);
});
