import type { Warehouse } from "../ports.ts";
import type { ToolWorld } from "./tool.ts";

/** Bytes of one answer that are taken from the warehouse: the model sees far less of it. */
const maxBytes = 512 * 1024;

/** Asks the warehouse within what the run's agent may. */
export function askWarehouse(
  { run, signal }: Pick<ToolWorld, "run" | "signal">,
  warehouse: Warehouse,
  sql: string,
): ReturnType<Warehouse["query"]> {
  const limits = run.agent.restrictions.sql;
  return warehouse.query(sql, {
    maxRows: limits.maxRowsReturned,
    maxBytes,
    timeoutMs: limits.timeoutSeconds * 1000,
    tag: `buster ${run.agent.name} ${run.id}`,
    signal,
    access: {
      allowSchemas: limits.allowSchemas,
      denySchemas: limits.denySchemas,
      denyColumns: limits.denyColumns,
    },
  });
}
