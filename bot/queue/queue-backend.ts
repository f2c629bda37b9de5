import type { PgPool } from "bullmq";

/** Where the queue lives: in the embedded ledger's one session, in a Postgres, or in a Redis. */
export type QueueBackend =
  | { kind: "pglite"; pool: PgPool }
  | { kind: "postgres"; url: string }
  | { kind: "redis"; url: string };
