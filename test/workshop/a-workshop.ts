import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cost } from "#agents-schema/run.ts";
import type { ModelTurn, TurnRequest } from "#runner/ports.ts";
import type { Workshop } from "#runner/run/workshop.ts";
import { createFastClock } from "./fast-clock.ts";
import { createMemoryHands } from "./memory-hands.ts";
import type { createMemoryLedger } from "./memory-ledger.ts";
import { createMemoryRepository } from "./memory-repository.ts";
import { plainSupplies } from "./plain-supplies.ts";
import { silentLog } from "./silent-log.ts";

const files = { "README.md": "shop\n" };

/** A workshop over one file in memory, with a model that answers as told and whose turn costs `ceiling` at most. */
export function aWorkshopOf(
  ledger: ReturnType<typeof createMemoryLedger>,
  turn: (request: TurnRequest) => Promise<ModelTurn>,
  ceiling?: Cost,
): Workshop {
  return {
    ledger: ledger.ledger,
    effects: ledger.gate,
    supplies: {
      ...plainSupplies(),
      repository: async () => createMemoryRepository({ base: files, head: files }),
      warehouse: async () => undefined,
      model: async () => ({
        name: "scripted",
        ...(ceiling === undefined ? {} : { ceiling: () => ceiling }),
        turn,
      }),
    },
    sandbox: {
      name: "process",
      canExec: false,
      has: async () => false,
      open: async () => createMemoryHands(files).hands,
    },
    clock: createFastClock(1),
    log: silentLog,
    scratch: {
      create: () => mkdtemp(join(tmpdir(), "workshop-")),
      remove: (directory) => rm(directory, { recursive: true }),
    },
    leaseMs: 30_000,
  };
}
