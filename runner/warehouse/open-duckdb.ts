import type { Log, Warehouse } from "../ports.ts";
import { createDuckDbEngine } from "./create-duckdb-engine.ts";
import { createDuckDbWarehouse } from "./create-duckdb-warehouse.ts";

/**
 * A DuckDB file as a warehouse, read-only, in a process of its own that is started when it is first
 * needed. One for each run: it keeps a file open and up to 2 GB of memory.
 */
export async function openDuckDb(settings: {
  path: string;
  log: Log;
  /** Of the engine; left out: 2. With several processes at once, 1 each is quicker. */
  threads?: number | undefined;
}): Promise<Warehouse> {
  return createDuckDbWarehouse(createDuckDbEngine(settings));
}
