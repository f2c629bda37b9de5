import type { Warehouse } from "../ports.ts";
import type { ToolWorld } from "./tool.ts";

/** Bytes of one answer that are taken from the warehouse: the model sees far less of it. */
const maxBytes = 512 * 1024;

/** Rows and bytes of a catalogue that dbt is told: names, no data. */
const catalogue = { maxRows: 20_000, maxBytes: 8 * 1024 * 1024 };

/** Asks the warehouse within what the run's agent may. */
export function askWarehouse(
  { run, signal }: Pick<ToolWorld, "run" | "signal">,
  warehouse: Warehouse,
  sql: string,
  caps: Partial<typeof catalogue> = {},
): ReturnType<Warehouse["query"]> {
  const limits = run.agent.restrictions.sql;
  return warehouse.query(sql, {
    maxRows: limits.maxRowsReturned,
    maxBytes,
    ...caps,
    timeoutMs: limits.timeoutSeconds * 1000,
    tag: `buster ${run.agent.name} ${run.id}`,
    signal,
    ...(limits.maxBytesScanned === null ? {} : { maxBytesScanned: limits.maxBytesScanned }),
    access: {
      allowSchemas: limits.allowSchemas,
      denySchemas: limits.denySchemas,
      denyColumns: limits.denyColumns,
    },
  });
}

/** A statement of dbt's, within what the run's agent may; only of names may it have more than the agent. */
export function askForDbt(
  asker: Pick<ToolWorld, "run" | "signal">,
  warehouse: Warehouse,
  sql: string,
  { isCatalogue }: { isCatalogue: boolean },
): ReturnType<Warehouse["query"]> {
  return askWarehouse(asker, warehouse, sql, isCatalogue ? catalogue : {});
}
