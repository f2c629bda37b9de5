import { StoreUnavailable } from "../ports.ts";

/** Longest time to reach Redis, in milliseconds. */
const connectWithinMs = 5_000;

/**
 * Makes sure that a Redis can be a queue. One that may evict keys loses jobs when its memory is full,
 * silently, so it is refused. The URL may hold a password, so it is not repeated in an error.
 */
export async function checkRedis(url: string): Promise<void> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectWithinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What goes wrong arrives at the call as well; without a listener it would also be printed.
  redis.on("error", () => undefined);
  const memory = await redis
    .connect()
    .then(() => redis.info("memory"))
    .catch((cause) => {
      throw new StoreUnavailable(`connecting to the queue's Redis: ${cause.message}`, { cause });
    })
    .finally(() => redis.disconnect());

  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  if (policy === "noeviction") return;
  throw new Error(
    `the queue's Redis may forget jobs: its maxmemory-policy is ${policy ?? "unknown"} and must be noeviction`,
  );
}
