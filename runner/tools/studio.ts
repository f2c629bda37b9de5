import type { Cost } from "#agents-schema/run.ts";
import type { SqlAnalyst } from "../ports/sql-analyst.ts";
import type { Writer } from "../ports/writer.ts";
import type { DeniedHost, Door, Log, RunNotebook, Warehouse, WarehouseDoor } from "../ports.ts";

/** What documenting and tracing need beside the rest of a tool's world. Each run has its own. */
export interface Studio {
  /** Opens one more connection to the warehouse, which the caller closes; undefined: this run has none. */
  openWarehouse: (() => Promise<Warehouse>) | undefined;
  /** Reads SQL for what its columns are made of. The run closes it. */
  analyst(): Promise<SqlAnalyst>;
  writer(): Promise<Writer>;
  /** What an earlier try of this run found out. */
  notebook(): Promise<RunNotebook>;
  /** What dbt in the sandbox may reach, and what of the network it was denied since this was last asked. */
  doors: {
    warehouse: WarehouseDoor | undefined;
    network: Door | undefined;
    takeDenied(): readonly DeniedHost[];
  };
  log: Log;
  /** When the run's time is over. */
  deadline: Date;
  /** Adds what a language model cost to what the run has used. */
  spend(cost: Cost): Promise<void>;
  /** Tells whoever watches how far it is. Each is a journal entry: at most a few dozen in a run. */
  progress(text: string): Promise<void>;
  /** Property files that the documentation wrote in this run, by path: only those texts count as its own. */
  written: Map<string, string>;
  /** Fact files of this run. They never enter the sandbox: nothing there needs or could change them. */
  facts: Map<string, { before: string | null; text: string }>;
}
