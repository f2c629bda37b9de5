import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { judgeAccess } from "#bot/web/judge-access.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { serveWeb } from "./serve-web.ts";

const token = "0123456789abcdef0123456789abcdef";
const secret = "a title that only those who may look see";

let ledger: OpenLedger;
let runId: string;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
  const run = aNewRun({ because: secret });
  runId = run.id;
  await ledger.runs.create(run);
});
afterAll(() => ledger.close());

async function withPages<Result>(
  options: { webToken?: string; isHttps?: boolean; now?: () => Date },
  visit: (url: string) => Promise<Result>,
): Promise<Result> {
  const { webToken, isHttps = false, now = () => new Date() } = options;
  const web = await serveWeb({ ...ledger, access: { webToken, isHttps }, now });
  try {
    return await visit(web.url);
  } finally {
    await web.close();
  }
}

/** `fetch` does not let a Host header through. */
function ask(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on("error", reject);
    request.end();
  });
}

function logIn(url: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(`${url}/login`, { method: "POST", body, redirect: "manual" });
}

describe("without a token", () => {
  test("whoever sits at the machine may look", async () => {
    await withPages({}, async (url) => {
      const page = await fetch(`${url}/runs/${runId}`);

      expect(page.status).toBe(200);
      expect(await page.text()).toContain(secret);
    });
  });

  test.each([
    ["a tunnel's header", { "x-forwarded-for": "203.0.113.9" }],
    ["a proxy's header", { forwarded: "for=203.0.113.9" }],
    ["a proxy that only names itself", { via: "1.1 proxy" }],
    ["a tunnel's own header", { "cf-connecting-ip": "203.0.113.9" }],
    ["a foreign name that points here", { host: "evil.example:80" }],
    ["a name that only begins like ours", { host: "localhost.evil.example" }],
    ["an address that is not ours", { host: "192.168.1.5:3000" }],
    ["no port but a user", { host: "localhost:80@evil.example" }],
  ])("%s closes every page", async (_what, headers) => {
    await withPages({}, async (url) => {
      for (const path of ["/", `/runs/${runId}`]) {
        const { status, text } = await ask(`${url}${path}`, headers);

        expect(status).toBe(403);
        expect(text).toContain("BUSTER_WEB_TOKEN");
        expect(text).not.toContain(secret);
      }
    });
  });

  test.each([
    ["127.0.0.1", "localhost:3000", "allowed"],
    ["::1", "[::1]:3000", "allowed"],
    ["::ffff:127.0.0.1", "127.0.0.1", "allowed"],
    ["10.0.0.7", "localhost:3000", "refused"],
    ["::ffff:10.0.0.7", "localhost", "refused"],
    ["1270.0.0.1", "localhost", "refused"],
    [undefined, "localhost", "refused"],
    ["127.0.0.1", undefined, "refused"],
    ["127.0.0.1", "", "refused"],
  ] as const)("from %s asking for %s: %s", (peer, host, verdict) => {
    const visitor = { peer, headers: host === undefined ? {} : { host } };

    const judged = judgeAccess({ webToken: undefined, isHttps: false }, visitor, new Date());

    expect(judged).toBe(verdict);
  });
});

describe("with a token", () => {
  test("nobody sees a page before giving it, from this machine neither", async () => {
    await withPages({ webToken: token }, async (url) => {
      for (const cookie of [
        "",
        "buster_session=",
        `buster_session=9999999999999.${"0".repeat(64)}`,
      ]) {
        const page = await fetch(`${url}/runs/${runId}`, { headers: { cookie } });
        const text = await page.text();

        expect(page.status).toBe(401);
        expect(text).toContain('action="/login"');
        expect(text).toContain(`value="/runs/${runId}"`);
        expect(text).not.toContain(secret);
      }
    });
  });

  test("the token opens the pages, and goes back to the page that was asked for", async () => {
    await withPages({ webToken: token }, async (url) => {
      const answer = await logIn(url, { token, next: `/runs/${runId}` });
      const cookie = answer.headers.get("set-cookie") ?? "";
      const page = await fetch(`${url}${answer.headers.get("location")}`, { headers: { cookie } });

      expect(answer.status).toBe(303);
      expect(cookie).toMatch(
        /^buster_session=\d+\.[0-9a-f]{64}; Path=\/; Max-Age=432000; HttpOnly; SameSite=Strict$/,
      );
      expect(cookie).not.toContain(token);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(secret);
    });
  });

  test("over https the cookie is for https only", async () => {
    await withPages({ webToken: token, isHttps: true }, async (url) => {
      const answer = await logIn(url, { token });

      expect(answer.headers.get("set-cookie")).toMatch(/; Secure$/);
    });
  });

  test("a wrong token is told so, and sets nothing", async () => {
    await withPages({ webToken: token }, async (url) => {
      for (const wrong of ["", token.slice(0, -1), `${token}0`, "é".repeat(32)]) {
        const answer = await logIn(url, { token: wrong });

        expect(answer.status).toBe(401);
        expect(answer.headers.get("set-cookie")).toBeNull();
        expect(await answer.text()).toContain("That is not the token");
      }
    });
  });

  test("a session ends by itself, and with another token", async () => {
    let time = Date.parse("2025-01-01T00:00:00Z");
    const cookie = await withPages({ webToken: token, now: () => new Date(time) }, async (url) => {
      const given = (await logIn(url, { token })).headers.get("set-cookie") ?? "";
      expect((await fetch(url, { headers: { cookie: given } })).status).toBe(200);

      time += 5 * 24 * 60 * 60 * 1000;
      expect((await fetch(url, { headers: { cookie: given } })).status).toBe(401);
      return given;
    });

    const start = () => new Date("2025-01-01T00:00:00Z");
    await withPages({ webToken: `${token}other`, now: start }, async (url) => {
      expect((await fetch(url, { headers: { cookie } })).status).toBe(401);
    });
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/login",
    "javascript:x",
  ])("nobody is sent elsewhere: %s", async (next) => {
    await withPages({ webToken: token }, async (url) => {
      expect((await logIn(url, { token, next })).headers.get("location")).toBe("/");
    });
  });

  test("after twenty wrong tokens nobody may try any more for a minute", async () => {
    let time = 0;
    await withPages({ webToken: token, now: () => new Date(time) }, async (url) => {
      for (let tries = 0; tries < 20; tries++) await logIn(url, { token: "wrong" });

      expect((await logIn(url, { token })).status).toBe(429);
      time += 60_001;
      expect((await logIn(url, { token })).status).toBe(303);
    });
  });

  test("a form that is far too long is not read", async () => {
    await withPages({ webToken: token }, async (url) => {
      const status = await logIn(url, { token: "x".repeat(1_000_000) }).then(
        (answer) => answer.status,
        () => "cut off",
      );

      expect([401, "cut off"]).toContain(status);
      expect((await logIn(url, { token })).status).toBe(303);
    });
  });

  test("a link from another site is asked again by our own page, which the cookie comes with", async () => {
    await withPages({ webToken: token }, async (url) => {
      const headers = { "sec-fetch-site": "cross-site" };

      const page = await (await fetch(`${url}/runs/${runId}`, { headers })).text();

      expect(page).toContain('<meta http-equiv="refresh" content="0">');
      expect(page).not.toContain(secret);
    });
  });
});
