import { join } from "node:path";
import pg from "pg";
import { freePort } from "../../examples/demo/free-port.ts";
import { openStage, type StageOptions } from "../../examples/demo/open-stage.ts";
import { startCrew } from "../faults/crew.ts";
import { startPostgres, startRedis } from "../fresh-database.ts";

/**
 * A bot and a runner as processes of their own on a fresh Postgres and Redis, with a stand-in of the model at
 * `modelUrl`, and a client to look into the ledger. Ends the process with 1 where the machine lacks a server.
 */
export async function openApart(options: {
  modelUrl: string;
  /** Runs at once. */
  concurrency: number;
  files: NonNullable<StageOptions["files"]>;
  warehouse?: string;
}) {
  const { modelUrl, concurrency, ...own } = options;
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  if (postgres === undefined || redis === undefined) {
    console.error("this needs Postgres and Redis: apt-get install postgresql redis-server");
    process.exit(1);
  }
  const stage = await openStage({
    ...own,
    slackMode: "http",
    environment: {
      LOG_LEVEL: "error",
      ANTHROPIC_API_KEY: "sk-ant-stand-in",
      ANTHROPIC_BASE_URL: modelUrl,
      BUSTER_SANDBOX: "process",
      BUSTER_CONCURRENCY: String(concurrency),
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
    },
  });
  const ofRunner = {
    BUSTER_ROLE: "runner",
    BUSTER_DATA: join(stage.dataDirectory, "runner"),
    PORT: String(await freePort()),
  };
  const crew = await startCrew([
    { name: "bot", environment: { ...stage.environment, BUSTER_ROLE: "bot" } },
    { name: "runner", environment: { ...stage.environment, ...ofRunner } },
  ]);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  return {
    stage,
    crew,
    client,
    async close() {
      await client.end();
      await crew.stop();
      await stage.close();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}
