import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import type { Supplies } from "#runner/ports.ts";
import type { Studio } from "#runner/tools/studio.ts";
import { createBuiltInWriter } from "#runner/writing/create-built-in-writer.ts";
import { silentLog } from "./silent-log.ts";

const unread = {
  lineage: async () => ({ kind: "unknown" as const, reason: "nobody reads SQL here" }),
  close: async () => undefined,
};

/** Supplies for runs that document little or nothing: SQL is not read, nothing outlives the process. */
export function plainSupplies(): Pick<Supplies, "analyst" | "writer" | "notebook" | "doors"> {
  const notebook = createMemoryNotebook();
  return {
    analyst: async () => unread,
    writer: async () => createBuiltInWriter(),
    notebook: async () => notebook,
    doors: () => ({ warehouse: undefined, network: undefined }),
  };
}

/** A studio of such supplies. */
export function plainStudio(changes: Partial<Studio> = {}): Studio {
  const notebook = createMemoryNotebook();
  return {
    openWarehouse: undefined,
    analyst: async () => unread,
    writer: async () => createBuiltInWriter(),
    notebook: async () => notebook,
    doors: { warehouse: undefined, network: undefined, takeDenied: () => [] },
    log: silentLog,
    deadline: new Date(Date.now() + 3_600_000),
    spend: async () => undefined,
    progress: async () => undefined,
    written: new Map(),
    facts: new Map(),
    ...changes,
  };
}
