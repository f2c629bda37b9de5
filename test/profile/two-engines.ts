import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import {
  type Profiled,
  type ProfileWorld,
  profileRelation,
} from "#runner/documentation/profile-relation.ts";
import type { Relation, Warehouse } from "#runner/ports.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** When everything in these tests is observed. */
export const observed = "2025-01-02T03:04:05.000Z";

export interface Engine {
  /** Path of the file, or address of the server. */
  place: string;
  warehouse: Warehouse;
  profile(
    relation: Relation,
    more?: Partial<ProfileWorld> & { subject?: string },
  ): Promise<Profiled & { kind: "profiled" }>;
  /** As the owner, who may write. */
  write(sql: string): Promise<void>;
  /** Rows, as the owner. */
  ask(sql: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** A DuckDB file with what `sql` makes in it. */
export async function aDuckDb(sql: string): Promise<Engine> {
  const directory = mkdtempSync(join(tmpdir(), "buster-test-profile-"));
  const path = join(directory, "data.duckdb");
  const write = async (text: string) => {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(text);
    connection.closeSync();
    instance.closeSync();
  };
  await write(sql);
  const warehouse = await openDuckDb({ path, log: silentLog });
  return {
    place: path,
    warehouse,
    write,
    ask: () => Promise.reject(new Error("a DuckDB file has one owner at a time")),
    profile: profileIn(warehouse),
    async close() {
      await warehouse.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A Postgres database with what `sql` makes in it; undefined where there is no Postgres. */
export async function aPostgres(sql: string): Promise<Engine | undefined> {
  const server = await startPostgres();
  if (server === undefined) return undefined;
  const owner = new pg.Client(server.url);
  await owner.connect();
  const write = async (text: string) => {
    await owner.query(text);
  };
  await write(sql);
  const warehouse = await openPostgres({ url: server.url, log: silentLog });
  return {
    place: server.url,
    warehouse,
    write,
    ask: async (text) => (await owner.query(text)).rows,
    profile: profileIn(warehouse),
    async close() {
      await warehouse.close();
      await owner.end();
      await server.stop();
    },
  };
}

function profileIn(warehouse: Warehouse): Engine["profile"] {
  return async (relation, { subject = relation.name, ...more } = {}) => {
    const columns = await warehouse.columns(relation);
    if (columns === undefined) throw new Error(`there is no ${relation.name}`);
    const world: ProfileWorld = {
      warehouse,
      clock: { now: () => new Date(observed), sleep: async () => {} },
      signal: new AbortController().signal,
      tag: "buster test",
      ...more,
    };
    const answer = await profileRelation(world, { subject, relation, columns });
    if (answer.kind !== "profiled") throw new Error(answer.reason);
    return answer;
  };
}
