import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { neededGrants } from "#bot/executors/github/needed-grants.ts";
import { slackScopes } from "#bot/executors/slack/slack-scopes.ts";

/** What GitHub, Slack and Anthropic answer to somebody who only asks what is granted. */
export interface Answers {
  permissions: Record<string, string>;
  installations: object[];
  scopes: string[];
  isSlackTokenTaken: boolean;
  modelStatus: number;
  /** Added to the time that every answer says, in milliseconds. */
  clockMs: number;
}

export interface Platforms {
  url: string;
  /** Change them before asking. */
  answers: Answers;
  /** An App key that nobody else has, PEM. */
  privateKey: string;
  close(): Promise<void>;
}

/** All granted, until a test says otherwise. */
export function everythingGranted(): Answers {
  return {
    permissions: { ...neededGrants.permissions },
    installations: [{ account: { login: "acme" }, suspended_at: null }],
    scopes: Object.keys(slackScopes),
    isSlackTokenTaken: true,
    modelStatus: 200,
    clockMs: 0,
  };
}

export async function startPlatforms(): Promise<Platforms> {
  const platforms = { answers: everythingGranted() };
  const server = createServer((request, response) => {
    const { answers } = platforms;
    response.setHeader("date", new Date(Date.now() + answers.clockMs).toUTCString());
    response.setHeader("content-type", "application/json");
    const say = (body: object) => response.end(JSON.stringify(body));
    const path = request.url?.split("?", 1)[0];
    if (path === "/app") {
      const { permissions } = answers;
      return say({ slug: "buster", name: "Buster", permissions, events: neededGrants.events });
    }
    if (path === "/app/installations") return say(answers.installations);
    if (path === "/slack/auth.test") {
      response.setHeader("x-oauth-scopes", answers.scopes.join(","));
      return answers.isSlackTokenTaken
        ? say({ ok: true, team: "Acme", user_id: "U1" })
        : say({ ok: false, error: "invalid_auth" });
    }
    response.statusCode = path?.startsWith("/v1/models/") ? answers.modelStatus : 404;
    return say({});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  return Object.assign(platforms, {
    url: `http://127.0.0.1:${address.port}`,
    privateKey,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
