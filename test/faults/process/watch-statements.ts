import type { Moment } from "./moment.ts";

type Watched = Extract<Moment, { on: "journal" | "statement" }>;
type Query = (this: object, ...args: unknown[]) => unknown;

interface Session {
  isInTransaction: boolean;
  /** Something that was looked for is written and waits for its commit. */
  isPending: boolean;
}

/** Watches what goes to the database, in PGlite where the ledger is embedded, else in `pg`. */
export async function watchStatements(moment: Watched, reached: () => void): Promise<void> {
  const sessions = new WeakMap<object, Session>();
  const wrap = (query: Query): Query =>
    function watched(this: object, ...args) {
      const session = sessions.get(this) ?? { isInTransaction: false, isPending: false };
      sessions.set(this, session);
      const { text, values } = statementOf(args);
      const isIt = matches(moment, text, values);
      if (/^\s*(begin|start transaction)\b/i.test(text)) session.isInTransaction = true;
      if (isIt && moment.when === "before") reached();
      const afterwards = () => {
        const isEnd = /(^|;)\s*(commit|end)\s*;?\s*$/i.test(text);
        if (isIt && (moment.when === "written" || moment.when === "after")) reached();
        if (isIt && moment.when === "committed") session.isPending = true;
        if (/^\s*rollback\b/i.test(text)) session.isPending = session.isInTransaction = false;
        if (isEnd) session.isInTransaction = false;
        if (session.isPending && !session.isInTransaction) {
          session.isPending = false;
          reached();
        }
      };
      return following(query, this, args, afterwards);
    };

  if (process.env.DATABASE_URL?.startsWith("postgres") === true) {
    const { default: pg } = await import("pg");
    patch(pg.Client.prototype, "query", wrap);
    return;
  }
  const { PGlite } = await import("@electric-sql/pglite");
  patch(PGlite.prototype, "query", wrap);
  patch(PGlite.prototype, "exec", wrap);
}

/** Calls, and then does what comes after a success, before the caller hears of it. */
function following(query: Query, self: object, args: unknown[], afterwards: () => void): unknown {
  const last = args.at(-1);
  if (typeof last === "function") {
    const heard = (cause: unknown, answer: unknown) => {
      if (cause === null || cause === undefined) afterwards();
      last(cause, answer);
    };
    return query.apply(self, [...args.slice(0, -1), heard]);
  }
  const answer = query.apply(self, args);
  if (!(answer instanceof Promise)) return answer;
  return answer.then((value) => {
    afterwards();
    return value;
  });
}

function patch(prototype: object, name: string, wrap: (query: Query) => Query): void {
  const query: unknown = Reflect.get(prototype, name);
  if (typeof query !== "function") throw new Error(`crash-at: there is no ${name} to watch`);
  Object.defineProperty(prototype, name, { value: wrap(query as Query), configurable: true });
}

function statementOf([first, second]: readonly unknown[]): { text: string; values: unknown[] } {
  if (typeof first === "string") {
    return { text: first, values: Array.isArray(second) ? second.flat() : [] };
  }
  const config = (first ?? {}) as { text?: string; values?: unknown[] };
  return { text: config.text ?? "", values: (config.values ?? []).flat() };
}

function matches(moment: Watched, text: string, values: readonly unknown[]): boolean {
  if (moment.on === "statement") return text.toLowerCase().includes(moment.words);
  if (!text.includes("journal")) return false;
  const words = [`"kind":"${moment.entry}"`, ...(moment.words ?? [])];
  return values.some(
    (value) =>
      typeof value === "string" &&
      value.includes('"entry":{') &&
      words.every((word) => value.includes(word)),
  );
}
