import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Delivery } from "#agents-schema/event.ts";
import { createGitHub } from "#bot/executors/github/create-github.ts";
import { createGitHubDoor } from "#bot/inbound/github/create-github-door.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { aCheck } from "../contracts/github-builders.ts";
import { plainScreen } from "../screens.ts";
import { type GitHubStandIn, startGitHubStandIn } from "../stand-ins/github-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** Webhooks as they come when people and the App do things, into the inbox of a ledger. */

let world: GitHubStandIn;
let server: Server;
let ledger: OpenLedger;

beforeAll(async () => {
  world = await startGitHubStandIn({
    users: [{ login: "ada" }],
    repositories: [{ name: "shop", files: { "models/orders.sql": "select 1\n" } }],
  });
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
  server = createServer(
    createGitHubDoor({
      secret: world.webhookSecret,
      appSlug: world.appSlug,
      inbox: ledger.inbox,
      received: () => undefined,
      log: silentLog,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  world.sendWebhooksTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

afterAll(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
  await ledger.close();
});

async function received(): Promise<Delivery["event"][]> {
  await world.settled();
  const deliveries = await ledger.inbox.claim(100, 60_000);
  for (const { id } of deliveries) await ledger.inbox.done(id, "seen");
  return deliveries.map(({ event }) => event);
}

test("what people do on a pull request arrives, and what the App does is ignored", async () => {
  const github = createGitHub({
    appId: world.appId,
    privateKey: world.privateKey,
    baseUrl: world.apiUrl,
    clock: { now: () => new Date() },
    log: silentLog,
    screen: plainScreen,
  });
  const repository = { fullName: "acme/shop", installationId: world.installationId };
  const { number, headSha } = await world.openPullRequest({
    user: "ada",
    title: "Margins",
    head: "margins",
    files: { "models/orders.sql": "select 2\n" },
  });
  await world.comment({ user: "ada", number, body: "@buster help" });

  await github.upsertComment(repository, number, null, "buster:t", "@buster help");
  const check = aCheck(headSha, {
    actions: [{ label: "Stop", description: "Stop this agent", identifier: "stop" }],
  });
  const checkId = Number(await github.upsertCheck(repository, null, check));
  await world.clickCheckAction({ user: "ada", checkId, identifier: "stop" });
  await world.rerunCheck({ user: "ada", checkId });
  await world.label({ user: "ada", number, label: "docs" });
  await world.push({ user: "ada", branch: "margins", files: { "a.sql": "select 1\n" } });
  await world.closePullRequest({ user: "ada", number });

  const { externalId } = check;
  expect(await received()).toMatchObject([
    { kind: "pull_request", action: "opened", repository, pullRequest: { number, headSha } },
    { kind: "comment", number, body: "@buster help", sender: { login: "ada" } },
    { kind: "check_action", action: "stop", externalId, headSha },
    { kind: "check_action", action: "rerequested", externalId },
    { kind: "pull_request", action: "labeled", label: "docs" },
    { kind: "pull_request", action: "synchronize" },
    { kind: "pull_request", action: "closed", pullRequest: { state: "closed" } },
  ]);
});

test("a webhook that is delivered again arrives once", async () => {
  await world.openPullRequest({
    user: "ada",
    title: "Again",
    head: "again",
    files: { "b.sql": "select 1\n" },
  });
  const last = world.deliveries.findLast(({ event }) => event === "pull_request");

  const again = await world.redeliver(last?.id ?? "");

  expect(again.status).toBe(200);
  expect(await received()).toHaveLength(1);
});
