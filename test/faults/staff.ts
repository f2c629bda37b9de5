import { join } from "node:path";
import { freePort } from "../../examples/demo/free-port.ts";
import type { Stage } from "../../examples/demo/open-stage.ts";
import { type FreshServer, startPostgres, startRedis } from "../fresh-database.ts";
import type { Post } from "./crew.ts";
import { openTcpProxy } from "./tcp-proxy.ts";

export type Roles = "embedded" | "distributed";

export interface Staff {
  posts: readonly (Post & { role: "all" | "bot" | "runner" })[];
  ledgerUrl: string;
  dataDirectories: readonly string[];
  postgres: FreshServer | undefined;
  redis: FreshServer | undefined;
  close(): Promise<void>;
}

/**
 * Who works on a stage. Embedded: one process with everything in it. Distributed: two bots behind a balancer and
 * two runners, over a Postgres and a Redis of their own.
 */
export async function openStaff(roles: Roles, stage: Stage): Promise<Staff> {
  if (roles === "embedded") {
    return {
      posts: [{ name: "buster", role: "all", environment: stage.environment }],
      ledgerUrl: `pglite:${stage.dataDirectory}/ledger`,
      dataDirectories: [stage.dataDirectory],
      postgres: undefined,
      redis: undefined,
      close: async () => undefined,
    };
  }
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  if (postgres === undefined || redis === undefined) {
    throw new Error(
      "the distributed roles need Postgres and Redis: apt-get install postgresql redis-server",
    );
  }
  const ports = [await freePort(), await freePort()];
  const balancer = await openTcpProxy(() => ports, stage.port);
  const postFor = async (role: "bot" | "runner", each: number, port: number) => ({
    name: `${role} ${each}`,
    role,
    environment: {
      ...stage.environment,
      BUSTER_ROLE: role,
      BUSTER_DATA: join(stage.dataDirectory, `${role}-${each}`),
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      PORT: String(port),
    },
  });
  const posts = [
    ...(await Promise.all(ports.map((port, each) => postFor("bot", each + 1, port)))),
    await postFor("runner", 1, await freePort()),
    await postFor("runner", 2, await freePort()),
  ];
  return {
    posts,
    ledgerUrl: postgres.url,
    dataDirectories: posts.map(({ environment }) => environment.BUSTER_DATA),
    postgres,
    redis,
    async close() {
      await balancer.close();
      await redis.stop();
      await postgres.stop();
    },
  };
}
