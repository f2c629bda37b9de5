import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#bot/config.ts";
import { openLedger } from "#bot/ledger/open-ledger.ts";
import { type Bot, startBot } from "#bot/main.ts";
import { openStage, people, type Stage } from "../../examples/demo/open-stage.ts";
import { type FreshServer, startPostgres, startRedis } from "../fresh-database.ts";
import { findPostgres, inPath } from "../machine.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { docsAgent, onlyAgents } from "./agents.ts";
import { expectProven, until } from "./open-story.ts";

const runnerToken = "a-secret-of-the-roles-story";
const model = "models/marts/fct_orders.sql";
const hasBoth = findPostgres() !== undefined && inPath("redis-server") !== undefined;

describe.skipIf(!hasBoth)("two bots and two runners on one Postgres and Redis", () => {
  let servers: (FreshServer | undefined)[] = [];
  let stage: Stage;
  const bots: Bot[] = [];

  const start = async (role: "bot" | "runner", port: number, directory: string) => {
    const { GITHUB_APP_ID, GITHUB_PRIVATE_KEY, GITHUB_WEBHOOK_SECRET, ...ours } = stage.environment;
    const app = { GITHUB_APP_ID, GITHUB_PRIVATE_KEY, GITHUB_WEBHOOK_SECRET };
    const { config, mistakes } = readConfig({
      PATH: process.env.PATH,
      ...ours,
      // A runner has no key of the App: a bot lends it what reads.
      ...(role === "bot" ? app : { BUSTER_BOT_URL: bots[0]?.url }),
      BUSTER_RUNNER_TOKEN: runnerToken,
      BUSTER_ROLE: role,
      PORT: String(port),
      BUSTER_DATA: `${stage.dataDirectory}/${directory}`,
    });
    if (config === undefined) throw new Error(JSON.stringify(mistakes));
    const bot = await startBot(config, silentLog);
    bots.push(bot);
    return bot;
  };
  beforeAll(async () => {
    servers = await Promise.all([startPostgres(), startRedis()]);
    const [postgres, redis] = servers;
    stage = await openStage({
      environment: { DATABASE_URL: postgres?.url ?? "", REDIS_URL: redis?.url ?? "" },
      files: onlyAgents({ "docs-updater": docsAgent({ autoCommit: true }) }),
    });
    await start("bot", stage.port, "bot-1");
    await start("bot", 0, "bot-2");
    await start("runner", 0, "runner-1");
    await start("runner", 0, "runner-2");
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.close()));
    await stage.close();
    for (const server of servers) await server?.stop();
  });

  test("each says its role and that its parts answer", async () => {
    const told = await Promise.all(
      bots.map(async ({ url }) => (await fetch(`${url}/health`)).json()),
    );

    const well = { status: "ok", ledger: "ok", queue: "ok" };
    expect(told).toEqual([
      { ...well, role: "bot" },
      { ...well, role: "bot" },
      { ...well, role: "runner" },
      { ...well, role: "runner" },
    ]);
  });

  test("a second runner in the directory of another one is refused, and the other goes on", async () => {
    await expect(start("runner", 0, "runner-1")).rejects.toThrow(/in use by another Buster/);

    expect((await fetch(`${bots[2]?.url}/health`)).status).toBe(200);
  });

  test("a runner has no door and no page", async () => {
    const runner = bots.at(-1);

    const statuses = await Promise.all(
      ["/webhooks/github", "/slack/events", "/runs"].map(
        async (path) => (await fetch(`${runner?.url}${path}`)).status,
      ),
    );

    expect(statuses).toEqual([404, 404, 404]);
  });

  test("a bot lends only to runners, and only what a run works on", async () => {
    const ask = async (authorization: string, repository: string) => {
      const response = await fetch(`${bots[0]?.url}/internal/credential`, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify({ repository }),
      });
      return response.status;
    };

    const statuses = [
      await ask("", "acme/bike-shop"),
      await ask("Bearer a-secret-of-somebody-else", "acme/bike-shop"),
      await ask(`Bearer ${runnerToken}`, "acme/elsewhere"),
    ];

    expect(statuses).toEqual([404, 404, 403]);
  });

  test("two pull requests at once end in one commit, one check and one comment each", async () => {
    const sql = (await stage.github.file("main", model)) ?? "";
    const names = ["One", "Two"];

    const pulls = await Promise.all(
      names.map((title) =>
        stage.github.openPullRequest({
          user: people.mia.github,
          title,
          files: { [model]: `${sql.trimEnd()}\n-- ${title}\n` },
        }),
      ),
    );

    for (const pull of pulls) {
      await until(`the end of #${pull.number}`, async () =>
        (await stage.github.checks(pull.headSha)).find(
          ({ conclusion }) => conclusion === "success",
        ),
      );
    }
    for (const [at, pull] of pulls.entries()) {
      const commits = await stage.github.commits((names[at] ?? "").toLowerCase());
      expect(commits.findIndex(({ sha }) => sha === pull.headSha)).toBe(1);
      expect(await stage.github.checks(pull.headSha)).toHaveLength(1);
      const comments = await stage.github.comments(pull.number);
      expect(comments.filter(({ body }) => body.includes("buster:tracking"))).toHaveLength(1);
    }
    const ledger = await openLedger({ url: servers[0]?.url ?? "", log: silentLog });
    const runs = await ledger.runs.recent(10);
    for (const run of runs) await expectProven(ledger, run);
    await ledger.close();
    expect(runs.map(({ state }) => state)).toEqual(names.map(() => "succeeded"));
  });
});
