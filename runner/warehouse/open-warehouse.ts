import type { Log, Warehouse } from "../ports.ts";
import type { WarehouseSettings } from "./parse-warehouse-url.ts";

/** Opens the warehouse that the settings name. Its package is loaded here, the warehouse asked at first use. */
export async function openWarehouse(settings: WarehouseSettings, log: Log): Promise<Warehouse> {
  switch (settings.kind) {
    case "duckdb": {
      const { openDuckDb } = await import("./open-duckdb.ts");
      return openDuckDb({ path: settings.path, log });
    }
    case "postgres": {
      const { openPostgres } = await import("./open-postgres.ts");
      return openPostgres({ url: settings.url, log });
    }
  }
}
