import type { Log, Warehouse } from "../ports.ts";
import { createPostgresEngine } from "./create-postgres-engine.ts";
import { createPostgresWarehouse } from "./create-postgres-warehouse.ts";

/**
 * A Postgres as a warehouse, read-only, over one connection that is made when it is first needed.
 * One for each run. Use a role that can only SELECT: it is the stronger wall.
 */
export async function openPostgres(settings: { url: string; log: Log }): Promise<Warehouse> {
  return createPostgresWarehouse(createPostgresEngine(settings));
}
