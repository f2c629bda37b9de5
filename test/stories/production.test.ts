import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLedger } from "#bot/ledger/open-ledger.ts";
import { type FreshServer, startPostgres, startRedis } from "../fresh-database.ts";
import { findPostgres, inPath } from "../machine.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { docsAgent, onlyAgents } from "./agents.ts";
import { channels, expectProven, openStory, people, type Story } from "./open-story.ts";

const model = "models/marts/fct_orders.sql";

const hasBoth = findPostgres() !== undefined && inPath("redis-server") !== undefined;

describe.skipIf(!hasBoth)("on Postgres and Redis, Slack by HTTP", () => {
  let postgres: FreshServer | undefined;
  let redis: FreshServer | undefined;
  let story: Story;
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    story = await openStory({
      slackMode: "http",
      environment: { DATABASE_URL: postgres?.url ?? "", REDIS_URL: redis?.url ?? "" },
      files: onlyAgents({ "docs-updater": docsAgent() }),
    });
  });
  afterAll(async () => {
    await story.close();
    await redis?.stop();
    await postgres?.stop();
  });

  test("a pull request becomes documentation as it does embedded, and the ledger proves it", async () => {
    const sql = (await story.github.file("main", model)) ?? "";
    const pull = await story.github.openPullRequest({
      user: people.mia.github,
      title: "In production",
      files: { [model]: `${sql.trimEnd()}\n-- production\n` },
    });
    await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
    const card = await story.message(channels.docs, `#${pull.number}`);

    await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");

    await story.check("docs-updater", pull.headSha, { conclusion: "success" });
    expect((await story.github.commits("in-production"))[1]?.sha).toBe(pull.headSha);
    const ledger = await openLedger({ url: postgres?.url ?? "", log: silentLog });
    const [run] = await ledger.runs.recent(1);
    if (run === undefined) throw new Error("the run is not in the ledger");
    await expectProven(ledger, run);
    await ledger.close();
  });

  test("a Slack request that Slack did not sign is refused", async () => {
    const response = await fetch(`http://127.0.0.1:${story.port}/slack/events`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": String(Math.floor(Date.now() / 1000)),
        "x-slack-signature": `v0=${"0".repeat(64)}`,
      },
      body: "command=%2Fbuster&text=help",
    });

    expect(response.status).toBe(401);
  });
});
