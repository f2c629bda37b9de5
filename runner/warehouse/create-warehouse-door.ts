import { closesData } from "#agents-schema/closes-data.ts";
import type { AskForDbt, WarehouseDoor } from "../ports.ts";
import type { SqlAccess } from "../sql/sql-access.ts";
import { createDuckDbDoor } from "./create-duckdb-door.ts";
import { createPostgresDoor } from "./create-postgres-door.ts";
import { parseWarehouseUrl } from "./parse-warehouse-url.ts";

/** The warehouse at an address (`WAREHOUSE_URL`) for dbt; undefined where an agent may not have it whole. */
export function createWarehouseDoor(options: {
  url: string;
  access: SqlAccess;
  ask: AskForDbt;
}): WarehouseDoor | undefined {
  const settings = parseWarehouseUrl(options.url);
  switch (settings.kind) {
    case "duckdb":
      return closesData(options.access) ? undefined : createDuckDbDoor(settings.path);
    case "postgres": {
      const { pathname, username } = new URL(settings.url);
      const database = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username);
      return createPostgresDoor({ database, ask: options.ask });
    }
  }
}
