import { constants } from "node:fs";
import { chmod, copyFile, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { WarehouseDoor } from "../ports.ts";

/** Largest database that is copied, in bytes. */
const maxBytes = 2 * 1024 ** 3;

/**
 * A DuckDB file for dbt in a sandbox: a copy that cannot be changed, made when dbt first asks for it. DuckDB has no
 * server that could stand between: what the file holds can be read whole, so an agent with closed schemas or columns
 * gets none.
 */
export function createDuckDbDoor(file: string): WarehouseDoor {
  return {
    // The catalogue that relations are qualified with is named by the file.
    name: basename(file),
    profile: (path) => ({
      type: "duckdb",
      path,
      schema: "main",
      threads: 1,
      config_options: { access_mode: "READ_ONLY" },
    }),
    async open(path) {
      const { size } = await stat(file);
      if (size > maxBytes) {
        const gib = maxBytes / 1024 ** 3;
        throw new Error(
          `the DuckDB file is larger than ${gib} GiB, the most that is copied for dbt`,
        );
      }
      const parts = [[file, path] as const, [`${file}.wal`, `${path}.wal`] as const];
      for (const [from, to] of parts) {
        await copyFile(from, to, constants.COPYFILE_FICLONE).catch((cause) => {
          // Nothing is waiting to be written into the file.
          if (from !== file && cause.code === "ENOENT") return;
          throw cause;
        });
      }
      await chmod(path, 0o444);
      await chmod(`${path}.wal`, 0o444).catch(() => undefined);
      return {
        async close() {
          for (const [, copy] of parts) await rm(copy, { force: true });
        },
      };
    },
  };
}
