import type { PgPool } from "bullmq";
import type { Bull } from "./bull.ts";
import { checkRedis } from "./check-redis.ts";
import type { QueueBackend } from "./queue-backend.ts";

/** Longest time for a connection, in milliseconds. */
const connectWithinMs = 5_000;

/** Opens BullMQ in a store that can be reached, and makes or updates its tables there. */
export async function openBull(backend: QueueBackend): Promise<Bull> {
  switch (backend.kind) {
    case "pglite":
      return openInPglite(backend.pool);
    case "postgres":
      return openInPostgres(backend.url);
    case "redis":
      return openInRedis(backend.url);
  }
}

async function openInPglite(pool: PgPool): Promise<Bull> {
  const { createPostgresBackend, Queue, runMigrations, Worker } = await import("bullmq");
  const session = await pool.connect();
  await runMigrations(session);
  session.release();
  // The ledger names its tables with their schema, so the one session's path is free for the queue.
  await pool.query("set search_path to bullmq");
  const connection = pool;
  return {
    openQueue: (name) => new Queue(name, { connection }, createPostgresBackend),
    openWorker: (name, handle, options) =>
      new Worker(name, handle, { ...options, connection }, createPostgresBackend),
  };
}

async function openInPostgres(url: string): Promise<Bull> {
  const { createPostgresBackend, Queue, Worker } = await import("bullmq");
  const connection = {
    connectionString: url,
    application_name: "buster-queue",
    // Of each queue and each worker; a worker listens on one more.
    max: 4,
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
  };
  return {
    openQueue: (name) =>
      new Queue(name, { connection: { ...connection, migrate: true } }, createPostgresBackend),
    openWorker: (name, handle, options) =>
      new Worker(name, handle, { ...options, connection }, createPostgresBackend),
  };
}

async function openInRedis(url: string): Promise<Bull> {
  await checkRedis(url);
  const { Queue, Worker } = await import("bullmq");
  return {
    // Who adds wants to hear soon that Redis is away: the delivery is then tried again.
    openQueue: (name) => new Queue(name, { connection: { url, maxRetriesPerRequest: 1 } }),
    openWorker: (name, handle, options) =>
      new Worker(name, handle, { ...options, connection: { url, maxRetriesPerRequest: null } }),
  };
}
