import { EventEmitter } from "node:events";
import type { PGlite } from "@electric-sql/pglite";
import type { EmbeddedPool, EmbeddedSession, Notification } from "./embedded-pool.ts";
import type { QueryAnswer } from "./pool.ts";
import { createTurns } from "./turns.ts";

/**
 * Makes PGlite look like a pool of sessions. There is one session in truth: a transaction has it for
 * itself until it ends, and everything else waits its turn. Ending the pool closes the database, and then
 * does what `afterwards` says.
 */
export function createPglitePool(db: PGlite, afterwards: () => void): EmbeddedPool {
  const turns = createTurns();

  const run = async <Row>(text: string, values?: readonly unknown[]): Promise<QueryAnswer<Row>> => {
    if (values === undefined || values.length === 0) {
      // Without values there may be several statements, as in a migration: only the last one answers.
      const answer = (await db.exec(text)).at(-1);
      const rows = (answer?.rows ?? []) as Row[];
      return { rows, rowCount: answer?.affectedRows || rows.length };
    }
    const bound = values.map((value) => value ?? null);
    const { rows, affectedRows } = await db.query<Row>(text, bound);
    return { rows, rowCount: affectedRows || rows.length };
  };

  // Every queue and worker listens on the one pool: many listeners are no leak here.
  return Object.assign(new EventEmitter().setMaxListeners(0), {
    query: <Row>(text: string, values?: readonly unknown[]) =>
      turns.inTurn(() => run<Row>(text, values)),
    connect: async () => createSession(db, turns, run),
    end: async () => {
      await db.close();
      afterwards();
    },
  });
}

type Run = <Row>(text: string, values?: readonly unknown[]) => Promise<QueryAnswer<Row>>;

function createSession(
  db: PGlite,
  turns: ReturnType<typeof createTurns>,
  run: Run,
): EmbeddedSession {
  const events = new EventEmitter().setMaxListeners(0);
  const listening = new Map<string, () => Promise<void>>();
  let endTurn: (() => void) | undefined;

  const listen = async (channel: string): Promise<QueryAnswer<never>> => {
    if (!listening.has(channel)) {
      const tell = (payload: string) => {
        events.emit("notification", { channel, payload } satisfies Notification);
      };
      listening.set(channel, await turns.inTurn(() => db.listen(`"${channel}"`, tell)));
    }
    return { rows: [], rowCount: 0 };
  };

  return Object.assign(events, {
    async query<Row>(text: string, values?: readonly unknown[]): Promise<QueryAnswer<Row>> {
      const statement = text.replaceAll(/--[^\n]*/g, "").trim();
      const channel = /^listen\s+"?([^";]+)"?/i.exec(statement)?.[1];
      if (channel !== undefined) return listen(channel);

      if (/^(begin|start transaction)\b/i.test(statement)) endTurn ??= await turns.begin();
      if (endTurn === undefined) return turns.inTurn(() => run<Row>(text, values));
      try {
        return await run<Row>(text, values);
      } finally {
        if (/^(commit|end|rollback(?!\s+to))\b/i.test(statement)) {
          endTurn();
          endTurn = undefined;
        }
      }
    },
    release() {
      for (const stop of listening.values()) void turns.inTurn(stop);
      listening.clear();
      if (endTurn === undefined) return;
      const end = endTurn;
      endTurn = undefined;
      // Given back in the middle of a transaction: what was begun must not be the next one's.
      void db.exec("rollback").finally(end);
    },
  });
}
