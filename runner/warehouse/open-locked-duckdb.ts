import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** Of DuckDB's own buffers. Nothing is spilled to disk. */
const memoryLimit = "1GB";

/** Nothing is loaded or installed because a query happens to mention it. */
const noExtensions = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
};

/** In this order: after the last one no setting can be changed any more. */
const lockdown = [
  `SET memory_limit = '${memoryLimit}'`,
  "SET TimeZone = 'UTC'",
  "SET temp_directory = ''",
  "SET max_temp_directory_size = '0MB'",
  "SET allow_persistent_secrets = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

/**
 * Opens a database file read-only, or an empty database in memory, that can reach no other file, no
 * network and no extension.
 */
export async function openLockedDuckDb(
  path: string | undefined,
  threads: number,
): Promise<DuckDBConnection> {
  const access = path === undefined ? {} : { access_mode: "READ_ONLY" };
  const instance = await DuckDBInstance.create(path ?? ":memory:", {
    ...noExtensions,
    ...access,
    threads: String(threads),
  });
  const connection = await instance.connect();
  for (const setting of lockdown) await connection.run(setting);
  return connection;
}
