import { type Migration, readMigrations } from "./read-migrations.ts";
import type { Database, Sql } from "./sql.ts";

/** Any number, the same in every version: "bstr". */
const advisoryLock = 0x62737472;

/**
 * Brings a database to this program's tables; several processes may call it at once. Throws, having
 * changed nothing, when the database was made by a newer version or its steps are not ours.
 */
export async function migrate(database: Database): Promise<void> {
  const steps = readMigrations();
  if (missing(steps, await readApplied(database)).length === 0) return;

  await database.transaction("updating the ledger's tables", async (sql) => {
    await sql.query("waiting to update the ledger", "select pg_advisory_xact_lock($1)", [
      advisoryLock,
    ]);
    await sql.query("making the ledger's schema", makeSchema);
    for (const step of missing(steps, await readApplied(sql))) {
      await sql.query(`updating the ledger with ${step.name}`, step.text);
      await sql.query(`noting the update ${step.name}`, noteStep, [step.name, step.checksum]);
    }
  });
}

const makeSchema = `
  create schema if not exists buster;
  create table if not exists buster.migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`;

const noteStep = "insert into buster.migration (name, checksum) values ($1, $2)";

interface Applied {
  name: string;
  checksum: string;
}

async function readApplied(sql: Sql): Promise<Applied[]> {
  const [found] = await sql.query<{ is_there: boolean }>(
    "looking for the ledger",
    "select to_regclass('buster.migration') is not null as is_there",
  );
  if (found?.is_there !== true) return [];
  return sql.query<Applied>(
    "reading the ledger's updates",
    "select name, checksum from buster.migration order by name",
  );
}

/** The steps still to apply, after checking that what was applied is known and unchanged. */
function missing(steps: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(steps.map((step) => [step.name, step.checksum]));
  for (const { name, checksum } of applied) {
    if (!known.has(name)) {
      throw new Error(
        `the ledger was written by a newer Buster (it has the update ${name}): install that version or a later one`,
      );
    }
    if (known.get(name) !== checksum) {
      throw new Error(`the ledger's update ${name} is not the one that this Buster has`);
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return steps.filter((step) => !done.has(step.name));
}
