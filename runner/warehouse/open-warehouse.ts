import type { Log, Warehouse } from "../ports.ts";
import type { WarehouseSettings } from "./parse-warehouse-url.ts";

/**
 * Opens the warehouse that the settings name. Its package is loaded here, the warehouse asked at first use.
 * `threads` is for an engine of our own, not for a server: 1 where several are opened at once.
 */
export async function openWarehouse(
  settings: WarehouseSettings,
  log: Log,
  { threads }: { threads?: number } = {},
): Promise<Warehouse> {
  switch (settings.kind) {
    case "duckdb": {
      const { openDuckDb } = await import("./open-duckdb.ts");
      return openDuckDb({ path: settings.path, log, threads });
    }
    case "postgres": {
      const { openPostgres } = await import("./open-postgres.ts");
      return openPostgres({ url: settings.url, log });
    }
  }
}
