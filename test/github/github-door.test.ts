import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Delivery } from "#agents-schema/event.ts";
import { createGitHubDoor } from "#bot/inbound/github/create-github-door.ts";
import { StoreUnavailable } from "#bot/ports.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aCommentWebhook, aPullRequestWebhook, sign } from "./a-webhook.ts";

const secret = "s3cret";
const body = JSON.stringify(aPullRequestWebhook());

let server: Server;
let port: number;
let stored: Map<string, Delivery>;
let nudges: number;
let isStoreAway: boolean;

beforeEach(async () => {
  stored = new Map();
  nudges = 0;
  isStoreAway = false;
  const door = createGitHubDoor({
    secret: ["old secret", secret],
    appSlug: "buster",
    inbox: {
      async receive(delivery) {
        if (isStoreAway) throw new StoreUnavailable("receiving a delivery: connection refused");
        const isNew = !stored.has(delivery.id);
        if (isNew) stored.set(delivery.id, delivery);
        return isNew;
      },
    },
    received: () => {
      nudges++;
    },
    log: silentLog,
  });
  server = createServer(door);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function deliver(
  content: string | Buffer,
  headers: Record<string, string | undefined> = {},
  method = "POST",
): Promise<number> {
  const all = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(content)),
    "x-github-event": "pull_request",
    "x-github-delivery": "7f3-1",
    "x-hub-signature-256": sign(secret, content),
    ...headers,
  };
  const sent = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port, host: "127.0.0.1", method, headers: Object.fromEntries(sent), agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(content);
  });
}

describe("a delivery", () => {
  test("is stored with GitHub's id before it is acknowledged, and then worked on", async () => {
    expect(await deliver(body)).toBe(202);

    expect(stored.get("github:7f3-1")?.event).toMatchObject({
      kind: "pull_request",
      pullRequest: { number: 12 },
    });
    expect(nudges).toBe(1);
  });

  test("that comes again is known, and starts nothing", async () => {
    await deliver(body);

    expect(await deliver(body)).toBe(200);

    expect(stored.size).toBe(1);
    expect(nudges).toBe(1);
  });

  test("signed with the secret that is being replaced still counts", async () => {
    expect(await deliver(body, { "x-hub-signature-256": sign("old secret", body) })).toBe(202);
  });

  test("that is not listened for is waved through without being parsed", async () => {
    const broken = "{ this is no JSON";

    expect(await deliver(broken, { "x-github-event": "star" })).toBe(204);
    expect(stored.size).toBe(0);
  });

  test("about our own comment is dropped", async () => {
    const own = JSON.stringify(
      aCommentWebhook({ sender: { login: "buster[bot]", id: 9, type: "Bot" } }),
    );

    expect(await deliver(own, { "x-github-event": "issue_comment" })).toBe(204);
    expect(stored.size).toBe(0);
  });

  test("is refused while the store is away, and taken when it comes again", async () => {
    isStoreAway = true;
    expect(await deliver(body)).toBe(503);
    expect(nudges).toBe(0);

    isStoreAway = false;
    expect(await deliver(body)).toBe(202);
  });
});

describe("a forgery", () => {
  const forged = sign("guessed", body);

  test.each([
    ["without a signature", undefined],
    ["with another secret", forged],
    ["with the older, weaker signature", "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["with a signature that is cut", sign(secret, body).slice(0, -2)],
    ["in capitals", sign(secret, body).toUpperCase()],
    ["with two signatures", `${forged}, ${sign(secret, body)}`],
    ["over other bytes", sign(secret, `${body} `)],
  ])("%s is turned away", async (_how, signature) => {
    expect(await deliver(body, { "x-hub-signature-256": signature })).toBe(401);
    expect(stored.size).toBe(0);
  });

  test("over the same JSON written otherwise is turned away", async () => {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);

    expect(await deliver(pretty, { "x-hub-signature-256": sign(secret, body) })).toBe(401);
  });

  test("is not even parsed: its broken JSON is not what it is told about", async () => {
    expect(await deliver("{", { "x-hub-signature-256": forged })).toBe(401);
  });

  test("cannot be made against an empty secret", () => {
    const door = { appSlug: "buster", inbox: { receive: async () => true }, received() {} };

    expect(() => createGitHubDoor({ ...door, secret: "", log: silentLog })).toThrow(
      "the webhook secret is empty",
    );
  });
});

describe("a malformed request", () => {
  test.each([
    ["broken JSON", "{", 400],
    ["an empty body", "", 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
  ])("%s is answered 400", async (_what, content, status) => {
    expect(await deliver(content)).toBe(status);
  });

  test("JSON nested 100,000 deep does not end the process", async () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;

    expect([204, 400]).toContain(await deliver(deep));
    expect(await deliver(body)).toBe(202);
  });

  test.each([
    ["no event", { "x-github-event": undefined }, 400],
    ["no delivery id", { "x-github-delivery": undefined }, 400],
    ["a delivery id that is none", { "x-github-delivery": "a b" }, 400],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["a compressed body", { "content-encoding": "gzip" }, 415],
  ])("%s is refused", async (_what, headers, status) => {
    expect(await deliver(body, headers)).toBe(status);
    expect(stored.size).toBe(0);
  });

  test.each(["GET", "PUT", "OPTIONS"])("%s is not how webhooks come", async (method) => {
    expect(await deliver("", {}, method)).toBe(405);
  });

  test("more than 25 MiB is refused by its announced length, before it is sent", async () => {
    const announced = String(25 * 1024 * 1024 + 1);

    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = request(
        {
          ...{ port, host: "127.0.0.1", method: "POST" },
          headers: { "content-type": "application/json", "content-length": announced },
        },
        (response) => resolve(response.statusCode ?? 0),
      );
      outgoing.on("error", reject);
      outgoing.flushHeaders();
    });

    expect(status).toBe(413);
  });

  test("more than 25 MiB is refused where its length was not announced", async () => {
    const chunk = Buffer.alloc(1024 * 1024, 32);

    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = request(
        {
          ...{ port, host: "127.0.0.1", method: "POST" },
          headers: {
            "content-type": "application/json",
            "transfer-encoding": "chunked",
            "x-hub-signature-256": sign(secret, ""),
          },
        },
        (response) => resolve(response.statusCode ?? 0),
      );
      outgoing.on("error", reject);
      for (let sent = 0; sent <= 25; sent++) outgoing.write(chunk);
    });

    expect(status).toBe(413);
  });
});
