import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { checkNode } from "#bot/cli/doctor/check-programs.ts";
import { runDoctor } from "#bot/cli/doctor-command.ts";
import { openLedger } from "#bot/ledger/open-ledger.ts";
import { type FreshServer, startPostgres, startRedis } from "../fresh-database.ts";
import { findPostgres, hasBubblewrap, inPath } from "../machine.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aDirectory } from "./a-directory.ts";
import { aTerminal } from "./a-terminal.ts";
import { everythingGranted, type Platforms, startPlatforms } from "./platforms.ts";
import { runBuster } from "./run-buster.ts";

const Answer = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["works", "missing", "broken", "off"]),
      isNeeded: z.boolean(),
      detail: z.string(),
      fix: z.string(),
    }),
  ),
});

/** `process` needs nothing of the machine, so that what a test is about decides the answer. */
const quick = { BUSTER_SANDBOX: "process" };

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
beforeEach(() => {
  platforms.answers = everythingGranted();
});
afterAll(() => platforms.close());

async function examine(env: Record<string, string>, cwd = aDirectory()) {
  const terminal = aTerminal();
  const { signal } = new AbortController();
  const own = { BUSTER_DATA: join(cwd, "data"), ...quick, ...env };
  const context = { terminal, cwd, env: own, signal };
  const code = await runDoctor({ repo: ".", json: true }, context);
  const { out, err } = terminal.written();
  const { ok, checks } = Answer.parse(JSON.parse(out));
  const check = (name: string) => checks.find((one) => one.name === name);
  return { code, ok, checks, check, out, err };
}

const anthropic = () => ({
  ANTHROPIC_API_KEY: "sk-ant-canary-1234567890",
  ANTHROPIC_BASE_URL: platforms.url,
});
const github = () => ({
  GITHUB_APP_ID: "7",
  GITHUB_PRIVATE_KEY: platforms.privateKey,
  GITHUB_WEBHOOK_SECRET: "canary-webhook-secret",
  GITHUB_API_URL: platforms.url,
});
const slack = () => ({
  SLACK_BOT_TOKEN: "xoxb-canary-bot-token",
  SLACK_APP_TOKEN: "xapp-canary-app-token",
  SLACK_API_URL: `${platforms.url}/slack/`,
});

describe("with nothing set up", () => {
  test.skipIf(!hasBubblewrap())(
    "the embedded default works, and what could be connected is named with how (missing: bubblewrap)",
    async () => {
      const cwd = aDirectory();

      const { code, out, err } = await runBuster(["doctor"], {
        cwd,
        env: { BUSTER_DATA: join(cwd, "data") },
      });

      expect(code).toBe(0);
      expect(err).toBe("");
      expect(out).toMatch(/^✓ node +24\./m);
      expect(out).toMatch(/^✓ git +\d/m);
      expect(out).toMatch(/^✓ bubblewrap +runs programs/m);
      expect(out).toMatch(/^– github +not connected\n +→ make an App from app\.yml/m);
      expect(out).toMatch(/^– model +the offline model.*\n +→ set ANTHROPIC_API_KEY/m);
      expect(out).toContain("Everything that is needed works.");
    },
  );

  test("each check has a state, and each that is not there has a way to get it", async () => {
    const { code, ok, checks } = await examine({});

    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(states).toMatchObject({
      settings: "works",
      node: "works",
      git: "works",
      sandbox: "works",
      ledger: "works",
      queue: "works",
      disk: "works",
      warehouse: "off",
      model: "off",
      github: "off",
      slack: "off",
      clock: "off",
      pages: "off",
      agents: "off",
    });
    const helpless = checks.filter(({ state, fix }) => state !== "works" && fix === "");
    expect(helpless.map(({ name }) => name)).toEqual(["clock"]);
  });

  test("nothing is written", async () => {
    const cwd = aDirectory();

    await examine({}, cwd);

    expect(readdirSync(cwd)).toEqual([]);
  });

  test("a Node that cannot run TypeScript is too old", () => {
    expect(checkNode("22.18.0")).toMatchObject({
      state: "broken",
      fix: expect.stringContaining("npm ci"),
    });
    expect(checkNode("24.0.0")).toMatchObject({ state: "works" });
  });
});

describe("what is connected is asked", () => {
  test("all is granted, and the clocks agree", async () => {
    const { code, check } = await examine({ ...github(), ...slack(), ...anthropic() });

    expect(code).toBe(0);
    expect(check("github")).toMatchObject({
      state: "works",
      detail: "buster, installed on acme; every permission and event is granted",
    });
    expect(check("slack")).toMatchObject({
      state: "works",
      detail: "Acme, Socket Mode; every scope is granted",
    });
    expect(check("model")).toMatchObject({ state: "works" });
    expect(check("clock")).toMatchObject({ state: "works" });
  });

  test("what was not granted is named", async () => {
    platforms.answers.permissions.contents = "read";
    platforms.answers.scopes = platforms.answers.scopes.filter((scope) => scope !== "chat:write");

    const { code, check } = await examine({ ...github(), ...slack() });

    expect(code).toBe(3);
    expect(check("github")).toMatchObject({
      state: "broken",
      detail: "buster lacks permission contents: write",
    });
    expect(check("slack")?.detail).toContain("chat:write (post and edit cards and results)");
  });

  test("an App that is installed nowhere hears nothing", async () => {
    platforms.answers.installations = [{ account: { login: "acme" }, suspended_at: "2025-01-01" }];

    const { check } = await examine(github());

    expect(check("github")).toMatchObject({
      state: "broken",
      detail: "buster is installed nowhere",
    });
  });

  test.each([
    [401, "the key is refused"],
    [404, "there is no model claude-test"],
    [529, "the API answers 529"],
  ])("a model's API that answers %i: %s", async (status, detail) => {
    platforms.answers.modelStatus = status;

    const { code, check } = await examine({ ...anthropic(), BUSTER_MODEL: "claude-test" });

    expect(code).toBe(3);
    expect(check("model")).toMatchObject({ state: "broken", detail });
  });

  test("a clock that is wrong is found before tokens are refused for it", async () => {
    platforms.answers.clockMs = 45_000;

    const { code, check } = await examine(anthropic());

    expect(code).toBe(3);
    expect(check("clock")?.detail).toMatch(/^4[45] s behind the platforms' clocks$/);
  });

  test("a platform that cannot be reached spoils no other check", async () => {
    const nowhere = "http://127.0.0.1:9";

    const { code, check } = await examine({
      ...github(),
      ...slack(),
      ...anthropic(),
      GITHUB_API_URL: nowhere,
      ANTHROPIC_BASE_URL: nowhere,
    });

    expect(code).toBe(3);
    expect(check("github")?.state).toBe("broken");
    expect(check("model")).toMatchObject({
      state: "broken",
      detail: expect.stringContaining("cannot be reached"),
    });
    expect(check("slack")?.state).toBe("works");
  });

  test("no secret is shown, whoever repeats it", async () => {
    platforms.answers.isSlackTokenTaken = false;
    platforms.answers.modelStatus = 401;
    const env = {
      ...github(),
      ...slack(),
      ...anthropic(),
      BUSTER_WEB_TOKEN: "canary-web-token-1234",
      DATABASE_URL: "postgres://buster:canary-db-password@127.0.0.1:9/x",
      REDIS_URL: "redis://:canary-redis-password@127.0.0.1:9",
      WAREHOUSE_URL: "postgres://buster:canary-wh-password@127.0.0.1:9/x",
    };

    const { code, checks, out, err } = await examine(env);

    expect(code).toBe(3);
    expect(checks.filter(({ state }) => state === "broken").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["ledger", "queue", "warehouse", "model", "slack"]),
    );
    expect(out + err).not.toContain("canary");
    expect(out).not.toContain("PRIVATE KEY");
  });
});

describe("settings", () => {
  test("each mistake is named, and what is right is looked at all the same", async () => {
    const { code, checks, check } = await examine({
      PORT: "http",
      GITHUB_APP_ID: "7",
      ...anthropic(),
    });

    expect(code).toBe(3);
    expect(checks.filter(({ name }) => name === "settings").map(({ detail }) => detail)).toEqual([
      "PORT: expected a whole number from 0 to 65535",
      "GITHUB_PRIVATE_KEY_FILE: is missing: the .pem file that the App's page generates",
      "GITHUB_WEBHOOK_SECRET: is missing: the secret that was typed into the App's page",
    ]);
    expect(check("model")?.state).toBe("works");
  });

  test("links that lead to this machine only are said", async () => {
    const open = { PUBLIC_URL: "https://buster.acme.test", BUSTER_WEB_TOKEN: "x".repeat(32) };

    expect((await examine({})).check("pages")?.fix).toContain("PUBLIC_URL");
    expect((await examine(open)).check("pages")?.state).toBe("works");
  });
});

describe("ledger and disk", () => {
  test("an embedded ledger that somebody has open is no fault", async () => {
    const cwd = aDirectory();
    const ledger = await openLedger({ url: `pglite:${cwd}/data/ledger`, log: silentLog });

    const busy = await examine({}, cwd);
    await ledger.close();
    const free = await examine({}, cwd);

    expect(busy.code).toBe(0);
    expect(busy.check("ledger")?.detail).toContain("is in use by another Buster");
    expect(free.check("ledger")?.detail).toBe(`embedded, in ${cwd}/data/ledger`);
  });

  test("a data directory that is a file is no place for a ledger", async () => {
    const cwd = aDirectory({ "data/ledger": "" });

    expect(await examine({}, cwd)).toMatchObject({ code: 3 });
  });

  test("data cannot be kept below a file", async () => {
    const cwd = aDirectory({ file: "" });

    const { code, check } = await examine({ BUSTER_DATA: join(cwd, "file", "data") });

    expect(code).toBe(3);
    expect(check("disk")).toMatchObject({
      state: "broken",
      detail: `${cwd}/file cannot be written`,
      fix: "set BUSTER_DATA to a directory of your own",
    });
  });

  describe.skipIf(inPath("redis-server") === undefined)("Redis (missing: redis-server)", () => {
    test("one that may forget jobs is refused", async () => {
      const redis = await startRedis({ maxmemoryPolicy: "allkeys-lru" });

      const { check } = await examine({ REDIS_URL: redis?.url ?? "" });

      expect(check("queue")).toMatchObject({
        state: "broken",
        detail: expect.stringContaining("noeviction"),
      });
      await redis?.stop();
    });
  });
});

describe("the warehouse", () => {
  test("a DuckDB file is opened read-only, also when a dbt profile names it", async () => {
    const cwd = aDirectory({
      "dbt_project.yml": "name: shop\nprofile: shop\n",
      "profiles.yml":
        "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n",
    });
    const instance = await DuckDBInstance.create(join(cwd, "shop.duckdb"));
    instance.closeSync();

    const { check } = await examine({}, cwd);

    expect(check("warehouse")).toMatchObject({
      state: "works",
      detail: "duckdb, opened read-only",
    });
  });

  test("a file that is not there is said", async () => {
    const { code, check } = await examine({ WAREHOUSE_URL: "duckdb:/nowhere/shop.duckdb" });

    expect(code).toBe(3);
    expect(check("warehouse")).toMatchObject({
      state: "broken",
      detail: expect.stringContaining("/nowhere/shop.duckdb"),
    });
  });

  describe.skipIf(findPostgres() === undefined)("Postgres (missing: postgresql)", () => {
    let server: FreshServer | undefined;
    beforeAll(async () => {
      server = await startPostgres();
      const ledger = await openLedger({ url: server?.url ?? "", log: silentLog });
      await ledger.close();
    });
    afterAll(() => server?.stop());

    test("a role that may do everything works, with an advice", async () => {
      const url = server?.url ?? "";

      const { code, check } = await examine({ WAREHOUSE_URL: url, DATABASE_URL: url });

      expect(code).toBe(0);
      expect(check("ledger")?.detail).toMatch(/^Postgres \d/);
      expect(check("warehouse")).toMatchObject({
        state: "works",
        detail: "postgres, read-only; the role is a superuser",
        fix: "give Buster a role that may only select",
      });
    });
  });
});

describe("agents", () => {
  test("a broken file is named and stops nothing else", async () => {
    const cwd = aDirectory();
    mkdirSync(join(cwd, ".buster/agents"), { recursive: true });
    writeFileSync(join(cwd, ".buster/agents/a.yml"), "name: a\n");

    const { code, check } = await examine({}, cwd);

    expect(code).toBe(0);
    expect(check("agents")).toMatchObject({
      state: "broken",
      detail: "broken: .buster/agents/a.yml",
      fix: "`buster validate` says why",
    });
  });
});
