import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createGitHub, type GitHubApp } from "#bot/executors/github/create-github.ts";
import { aCheck, aCommit } from "../contracts/github-builders.ts";
import { describeGitHub } from "../contracts/github-contract.ts";
import { plainScreen } from "../screens.ts";
import { type GitHubStandIn, startGitHubStandIn } from "../stand-ins/github-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";

let world: GitHubStandIn;
let github: GitHubApp;
let passedMs = 0;
const clock = { now: () => new Date(Date.now() + passedMs) };
const repository = { fullName: "acme/shop", installationId: 77 };

const connect = (changes: Partial<Parameters<typeof createGitHub>[0]> = {}) =>
  createGitHub({
    appId: world.appId,
    privateKey: world.privateKey,
    baseUrl: world.apiUrl,
    clock,
    log: silentLog,
    screen: plainScreen,
    ...changes,
  });

beforeAll(async () => {
  world = await startGitHubStandIn({
    users: [
      { login: "mia", permission: "admin", teams: ["data"] },
      { login: "ada" },
      { login: "rex", permission: "read" },
      { login: "eve", permission: "none" },
    ],
    repositories: [
      {
        name: "shop",
        private: true,
        files: {
          "models/orders.sql": "select\n  id\nfrom raw\n-- end\n",
          "models/old.sql": "select 1\n",
        },
      },
      { name: "site", files: { "README.md": "The shop.\n" } },
    ],
  });
  github = connect();
});

afterAll(() => world.close());

describe("GitHub through the App", () => {
  describeGitHub(() => ({
    github,
    world,
    repository,
    passSeconds: (seconds) => {
      passedMs += seconds * 1000;
    },
  }));
});

describe("the App", () => {
  test("reads one repository with a token of its own", async () => {
    const { user, password } = await github.installationCredential(repository);

    expect(user).toBe("x-access-token");
    expect(password).toMatch(/^ghs_/);
    expect(github.cloneUrl(repository)).toBe(world.gitUrl());
  });

  test("finds its installation by the repository where nobody has said it", async () => {
    expect(await github.defaultBranch({ fullName: "acme/shop", installationId: null })).toBe(
      "main",
    );
  });

  test("tells what it is granted, and how far the clocks are apart", async () => {
    const inspection = await connect({
      clock: { now: () => new Date(Date.now() + 300_000) },
    }).inspect();

    expect(inspection).toMatchObject({
      slug: "buster",
      missingPermissions: [],
      missingEvents: [],
      installations: [{ account: "acme", isSuspended: false }],
    });
    expect(inspection.clockSkewSeconds).toBeGreaterThan(290);
  });

  test("that may only read is told that it may not write, and by what to find out", async () => {
    const files = { "a.sql": "select 1\n" };
    const narrow = await startGitHubStandIn({
      users: [{ login: "ada" }],
      repositories: [{ name: "shop", files }],
      app: {
        permissions: { contents: "read", metadata: "read", pull_requests: "read" },
        events: ["pull_request"],
      },
    });
    onTestFinished(() => narrow.close());
    const reader = connect({ privateKey: narrow.privateKey, baseUrl: narrow.apiUrl });
    const order = {
      user: "ada",
      title: "Change",
      head: "change",
      files: { "b.sql": "select 2\n" },
    };
    const { number, headSha } = await narrow.openPullRequest(order);

    const asked = await Promise.allSettled([
      reader.upsertComment(repository, number, null, "buster:t", "hello"),
      reader.upsertCheck(repository, null, aCheck(headSha)),
      reader.commit(aCommit({ repository }, { branch: "change", expectedHead: headSha })),
    ]);

    const hint = expect.stringContaining("`buster doctor` shows what the App may do");
    expect(asked).toMatchObject([
      { reason: { code: "permanent", message: hint } },
      { reason: { code: "permanent", message: hint } },
      { reason: { code: "permanent", message: expect.stringContaining("not accessible") } },
    ]);
    expect(await reader.inspect()).toMatchObject({
      missingPermissions: [
        "checks: write",
        "contents: write",
        "issues: write",
        "pull_requests: write",
        "members: read",
      ],
      missingEvents: ["issue_comment", "check_run"],
    });
  });

  test("with a key that is not its own is told what to check", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });

    await expect(connect({ privateKey }).defaultBranch(repository)).rejects.toMatchObject({
      code: "permanent",
      message: expect.stringContaining("Check the App's id, its private key"),
    });
  });

  test("without a server at the address nothing has happened", async () => {
    const away = connect({ baseUrl: "http://127.0.0.1:1" });

    const asked = away.upsertComment(repository, 1, null, "buster:t", "hello");

    await expect(asked).rejects.toMatchObject({ code: "retry" });
  });
});
