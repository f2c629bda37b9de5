import type { Client, FieldDef } from "pg";
import { WorldFailure } from "../ports.ts";

/** Longest time for a connection, in milliseconds. */
const connectWithinMs = 10_000;

export interface PostgresAnswer {
  fields: readonly FieldDef[];
  rows: readonly (readonly (string | null)[])[];
  /** Rows that the statement gave or changed. */
  count: number;
}

/** One connection. All values are texts as Postgres writes them. */
export interface PostgresSession {
  readonly pid: number;
  readonly database: string;
  /** As the role and the address set it. */
  readonly searchPath: string;
  readonly isSuperuser: boolean;
  readonly isOpen: boolean;
  /** One statement by the extended protocol: a text that holds two is refused by the server. */
  ask(text: string, values?: readonly unknown[]): Promise<PostgresAnswer>;
  /** Ends the connection at once, even in the middle of a statement. */
  end(): Promise<void>;
}

const aboutUs = `
  select pg_backend_pid(), current_database(), current_setting('search_path'),
    coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false)`;

/** Rejects with WorldFailure `warehouse-unavailable` that names the server, never the password. */
export async function connectPostgres(url: string): Promise<PostgresSession> {
  const client = await openClient(url);
  let isOpen = true;
  const markClosed = () => {
    isOpen = false;
  };
  client.on("end", markClosed);
  // Without a listener a lost connection would end the process; whoever asks next learns of it.
  client.on("error", markClosed);
  try {
    await client.connect();
    const { rows } = await ask(client, aboutUs);
    const [pid, database, searchPath, isSuperuser] = rows[0] ?? [];
    return {
      pid: Number(pid),
      database: database ?? "",
      searchPath: searchPath ?? "",
      isSuperuser: isSuperuser === "t",
      get isOpen() {
        return isOpen;
      },
      ask: (text, values) => ask(client, text, values),
      end: () => client.end(),
    };
  } catch (cause) {
    // Half open or not at all: there is nothing to say to the server any more.
    client.end().catch(() => undefined);
    throw new WorldFailure(
      "warehouse-unavailable",
      `connecting to ${placeOf(url)}: ${saying(cause)}`,
    );
  }
}

async function openClient(url: string): Promise<Client> {
  const { Client } = await import("pg");
  return new Client({
    connectionString: url,
    application_name: "buster",
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    types: { getTypeParser: () => (text: string) => text },
  });
}

async function ask(
  client: Client,
  text: string,
  values: readonly unknown[] = [],
): Promise<PostgresAnswer> {
  const query = { text, values: [...values], rowMode: "array", queryMode: "extended" } as const;
  const { fields, rows, rowCount } = await client.query<(string | null)[]>(query);
  return { fields, rows, count: rowCount ?? 0 };
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `the Postgres warehouse ${host}${pathname}`;
}

/** A refused connection has its reason in the code alone when several addresses were tried. */
function saying(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ("code" in cause ? String(cause.code) : cause.name);
}
