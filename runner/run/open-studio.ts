import type { JournalEntry } from "#agents-schema/journal.ts";
import type { SqlAnalyst } from "../ports/sql-analyst.ts";
import { type DeniedHost, type Warehouse, WorldFailure } from "../ports.ts";
import { askForDbt } from "../tools/ask-warehouse.ts";
import type { Studio } from "../tools/studio.ts";
import type { Job } from "./job.ts";
import type { Workshop } from "./workshop.ts";

/** Refusals of the network that are told of one command. */
const maxDenied = 20;

/** What a run documents with. Each part is opened when it is first asked for, and closed with the studio. */
export function openStudio(
  { supplies, ledger, log }: Pick<Workshop, "supplies" | "ledger" | "log">,
  { run, lease, startedAt, signal }: Job,
  world: {
    warehouse: Warehouse | undefined;
    append: (entry: JournalEntry) => Promise<void>;
  },
): Studio & { close(): Promise<void> } {
  let analyst: Promise<SqlAnalyst> | undefined;
  const denied: DeniedHost[] = [];
  const { warehouse } = world;
  const doors = supplies.doors(run, {
    ask: async (sql, about) => {
      if (warehouse === undefined) return { kind: "refused", reason: "this run has no warehouse" };
      return askForDbt({ run, signal }, warehouse, sql, about);
    },
    tell(one) {
      log.info({ runId: run.id, ...one }, "network denied");
      if (denied.length < maxDenied) denied.push(one);
    },
  });
  return {
    openWarehouse:
      world.warehouse === undefined
        ? undefined
        : async () => {
            const opened = await supplies.warehouse(run);
            if (opened !== undefined) return opened;
            throw new WorldFailure(
              "warehouse-unavailable",
              "opening one more connection: none is left",
            );
          },
    analyst() {
      analyst ??= supplies.analyst(run);
      return analyst;
    },
    writer: () => supplies.writer(run),
    notebook: () => supplies.notebook(run),
    doors: {
      network: doors.network,
      warehouse: warehouse === undefined ? undefined : doors.warehouse,
      takeDenied: () => denied.splice(0),
    },
    log,
    deadline: new Date(startedAt.getTime() + run.agent.limits.timeoutSeconds * 1000),
    spend: (cost) => ledger.spend(lease, cost),
    progress: (text) => world.append({ kind: "progress", text }),
    written: new Map(),
    facts: new Map(),
    async close() {
      const opened = await analyst?.catch(() => undefined); // Whoever asked for it was told.
      await opened?.close().catch((cause) => {
        log.warn({ runId: run.id, err: cause }, "analyst not closed in order");
      });
    },
  };
}
