import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { lockDirectory } from "../../ledger/lock-directory.ts";
import { openPostgres } from "../../ledger/open-postgres.ts";
import { checkRedis } from "../../queue/check-redis.ts";
import { broken, type Check, works } from "./check.ts";

/** Mirrors, workspaces and the ledger of a small team for some weeks, in bytes. */
const enoughBytes = 1024 ** 3;

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The ledger: the embedded one's directory, or the Postgres that was named. None is made here. */
export async function checkLedger(databaseUrl: string): Promise<Check> {
  const directory = /^pglite:(.+)$/.exec(databaseUrl)?.[1];
  if (directory === undefined) return checkPostgres(databaseUrl);
  if (directory === "memory") return works("ledger", "in memory: it ends with the process");
  const isThere = (await stat(directory).catch(() => undefined)) !== undefined; // It is made at the first start.
  if (!isThere) return works("ledger", `embedded, will be made in ${directory}`);
  try {
    lockDirectory(directory).unlock();
    return works("ledger", `embedded, in ${directory}`);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    // Only what the system itself says of the lock has a code; that somebody has it does not.
    const isInUse = cause instanceof Error && !("code" in cause);
    return isInUse ? works("ledger", `embedded; ${said}`) : broken("ledger", said);
  }
}

async function checkPostgres(url: string): Promise<Check> {
  const pool = await openPostgres(url, quiet);
  try {
    const { rows } = await pool.query<{ server_version: string }>("show server_version");
    return works("ledger", `Postgres ${rows[0]?.server_version ?? ""}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return broken("ledger", `Postgres does not answer: ${why}`, "look at DATABASE_URL");
  } finally {
    await pool.end();
  }
}

export async function checkQueue(redisUrl: string | undefined): Promise<Check> {
  if (redisUrl === undefined) return works("queue", "where the ledger is");
  try {
    await checkRedis(redisUrl);
    return works("queue", "Redis");
  } catch (cause) {
    return broken(
      "queue",
      cause instanceof Error ? cause.message : String(cause),
      "look at REDIS_URL",
    );
  }
}

/** May Buster write where it keeps its data, and is there room? */
export async function checkDisk(dataDirectory: string): Promise<Check> {
  const place = await nearest(dataDirectory);
  // With the dot a file is no place either.
  const mayWrite = await access(`${place}/.`, constants.W_OK).then(
    () => true,
    () => false, // Told below.
  );
  if (!mayWrite)
    return broken(
      "disk",
      `${place} cannot be written`,
      "set BUSTER_DATA to a directory of your own",
    );
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const said = `${(free / 1024 ** 3).toFixed(1)} GiB free for ${dataDirectory}`;
  return free >= enoughBytes
    ? works("disk", said)
    : broken("disk", said, "make room, or set BUSTER_DATA to a place that has it");
}

/** The directory itself, or the first one above it that exists. */
async function nearest(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined); // Looked for one higher.
  if (there !== undefined || dirname(path) === path) return path;
  return nearest(dirname(path));
}
