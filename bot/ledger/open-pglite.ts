import { join } from "node:path";
import { StoreUnavailable } from "../ports.ts";
import type { EmbeddedPool } from "./embedded-pool.ts";
import { lockDirectory } from "./lock-directory.ts";
import { createPglitePool } from "./pglite-pool.ts";
import { readSeed, unpackSeed } from "./unpack-seed.ts";

/**
 * 16 MB of buffers instead of 128: a ledger is small, and the process stays at half of the memory.
 * At most 32 MB of write-ahead log: what a start after a crash has to read.
 */
const settings = ["-c", "shared_buffers=16MB", "-c", "max_wal_size=32MB", "-c", "min_wal_size=2MB"];

/**
 * Opens the embedded Postgres, in memory or in a directory that this process then has for itself.
 * What was acknowledged survives the death of the process; PGlite does not wait for the disk, so a
 * power failure may take the last seconds or damage the directory: use Postgres where that matters.
 */
export async function openPglite(place: "memory" | { directory: string }): Promise<EmbeddedPool> {
  const { PGlite } = await import("@electric-sql/pglite");
  const startParams = [...PGlite.defaultStartParams, ...settings];
  if (place === "memory") {
    const loadDataDir = new Blob([readSeed()]);
    return createPglitePool(await PGlite.create({ startParams, loadDataDir }), () => undefined);
  }

  const { unlock } = lockDirectory(place.directory);
  try {
    const data = join(place.directory, "data");
    unpackSeed(data);
    return createPglitePool(await PGlite.create(data, { startParams }), unlock);
  } catch (cause) {
    unlock();
    throw new StoreUnavailable(`opening the ledger in ${place.directory}`, { cause });
  }
}
