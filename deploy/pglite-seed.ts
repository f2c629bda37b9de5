import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { runMigrations } from "bullmq";
import { createDatabase } from "../bot/ledger/create-database.ts";
import { migrate } from "../bot/ledger/migrate.ts";
import { createPglitePool } from "../bot/ledger/pglite-pool.ts";

/*
 * Makes bot/ledger/pglite-seed.tar.br: the data directory of an empty embedded ledger, with the tables of
 * the ledger and of the queue. Run it after a change of either, or of PGlite's version.
 */

const db = await PGlite.create({
  // Segments of 1 MB instead of 16: nearly empty ones are most of a small database.
  initDbStartParams: ["--wal-segsize=1"],
  startParams: [...PGlite.defaultStartParams, "-c", "wal_recycle=off"],
});
// There are no further databases to make, so their patterns are two thirds of the files for nothing.
for (const template of ["template0", "template1"]) {
  await db.exec(`alter database ${template} is_template false`);
  await db.exec(`drop database ${template}`);
}

const pool = createPglitePool(db, () => undefined);
await migrate(createDatabase(pool));
const session = await pool.connect();
await runMigrations(session);
session.release();

await db.exec(`comment on schema buster is '${label()}'`);
await dropOldLog();
const archive = Buffer.from(await (await db.dumpDataDir("none")).arrayBuffer());
await db.close();

const packed = brotliCompressSync(archive, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: archive.length,
  },
});
writeFileSync(new URL("../bot/ledger/pglite-seed.tar.br", import.meta.url), packed);
console.log(`${label()}: ${archive.length} bytes, packed ${packed.length}`);

/** `initdb` leaves written log segments for later use: moves past them until only the present one is left. */
async function dropOldLog(): Promise<void> {
  for (;;) {
    await db.exec("select pg_switch_wal()");
    await db.exec("checkpoint");
    const { rows } = await db.query("select name from pg_ls_waldir()");
    if (rows.length <= 1) return;
  }
}

/** By what a test recognises a seed that is not of the installed versions. */
function label(): string {
  const versions = ["@electric-sql/pglite", "bullmq"].map((name) => {
    const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return `${name} ${JSON.parse(readFileSync(manifest, "utf8")).version}`;
  });
  return versions.join(", ");
}
