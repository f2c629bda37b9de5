import { chmodSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import type { AskForDbt, WarehouseDoor } from "../ports.ts";
import { type JudgePostgres, loadPostgresGate } from "../sql/judge-postgres.ts";
import { unrestricted } from "../sql/sql-access.ts";
import { rewordDbtQuestion } from "./reword-dbt-question.ts";
import { servePostgres } from "./serve-postgres.ts";

/** Programs that may be connected at once. */
const maxConnections = 8;
const port = 5432;

/**
 * The warehouse for dbt in a sandbox: a socket that speaks Postgres' protocol and asks nobody for a password.
 * Behind it is no connection of its own: each statement goes the way of `run_sql`, through the same gate, limits
 * and restrictions. So there is no credential inside, and nothing that a project's macros could do with one.
 */
export function createPostgresDoor(options: {
  /** The database's name, by which dbt qualifies relations. */
  database: string;
  ask: AskForDbt;
}): WarehouseDoor {
  const { database, ask } = options;
  let gate: Promise<JudgePostgres> | undefined;

  async function judged(asked: string) {
    const sql = rewordDbtQuestion(asked);
    gate ??= loadPostgresGate();
    const verdict = (await gate)(sql, unrestricted, database);
    return ask(sql, { isCatalogue: verdict.kind === "allow" && isOfCatalogue(verdict.relations) });
  }

  return {
    name: `.s.PGSQL.${port}`,
    profile: (path) => ({
      type: "postgres",
      host: path.slice(0, path.lastIndexOf("/")),
      port,
      user: "buster",
      password: "none",
      dbname: database,
      schema: "public",
      threads: 1,
      retries: 0,
      connect_timeout: 10,
    }),
    async open(path) {
      const connected = new Set<Socket>();
      const server = createServer((socket) => {
        connected.add(socket);
        socket.once("close", () => connected.delete(socket));
        servePostgres(socket, judged);
      });
      server.maxConnections = maxConnections;
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, resolve);
      });
      chmodSync(path, 0o666);
      return {
        async close() {
          for (const socket of connected) socket.destroy();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}

function isOfCatalogue(relations: readonly { schema?: string; name: string }[]): boolean {
  return relations.every(({ schema, name }) =>
    schema === undefined
      ? name.startsWith("pg_")
      : ["pg_catalog", "information_schema"].includes(schema),
  );
}
