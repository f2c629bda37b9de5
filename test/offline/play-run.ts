import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effect } from "#agents-schema/effect.ts";
import type { Fact } from "#agents-schema/fact.ts";
import type { Run } from "#agents-schema/run.ts";
import { createOfflineModel } from "#runner/model/create-offline-model.ts";
import type { SqlAnalyst } from "#runner/ports/sql-analyst.ts";
import type { Hands, Warehouse } from "#runner/ports.ts";
import { doRun } from "#runner/run/do-run.ts";
import { aRun } from "../workshop/a-run.ts";
import { createFastClock } from "../workshop/fast-clock.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryLedger } from "../workshop/memory-ledger.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { plainSupplies } from "../workshop/plain-supplies.ts";
import { silentLog } from "../workshop/silent-log.ts";

type Files = Readonly<Record<string, string>>;

export interface PlayedRun {
  base: Files;
  /** What differs at the head. */
  head?: Files;
  agent: string;
  warehouse?: () => Promise<Warehouse>;
  dbt?: (command: readonly string[]) => { exitCode: number; stdout: string };
  run?: Partial<Run>;
  analyst?: () => Promise<SqlAnalyst>;
}

/** A run of the offline model through the real loop, over files in memory. */
export async function playRun(given: PlayedRun) {
  const head = { ...given.base, ...given.head };
  const changedFiles = Object.keys(head).filter((path) => head[path] !== given.base[path]);
  const memory = createMemoryHands(head);
  const ledger = createMemoryLedger(aRun({ file: given.agent, changedFiles, ...given.run }));
  const dbt = given.dbt;
  const hands: Hands = {
    ...memory.hands,
    exec: async (command, options) => {
      if (command[0] !== "dbt" || dbt === undefined) return memory.hands.exec(command, options);
      return { ok: true, value: { ...dbt(command), stderr: "", timedOut: false } };
    },
  };

  await doRun(
    {
      ledger: ledger.ledger,
      effects: ledger.gate,
      supplies: {
        ...plainSupplies(),
        ...(given.analyst === undefined ? {} : { analyst: given.analyst }),
        repository: async () => createMemoryRepository({ base: given.base, head }),
        warehouse: async () => given.warehouse?.(),
        model: async () => createOfflineModel(),
      },
      sandbox: {
        name: "process",
        canExec: dbt !== undefined,
        has: async (program) => program === "dbt" && dbt !== undefined,
        open: async () => hands,
      },
      clock: createFastClock(1),
      log: silentLog,
      scratch: {
        create: () => mkdtemp(join(tmpdir(), "offline-")),
        remove: (directory) => rm(directory, { recursive: true }),
      },
      leaseMs: 30_000,
    },
    "run-1",
  );

  const facts = ledger
    .entries()
    .flatMap((entry): Fact[] => (entry.kind === "fact.measured" ? [entry.fact] : []));
  const steps = ledger
    .entries()
    .flatMap((entry) => (entry.kind === "tool.result" ? [`${entry.step}: ${entry.outcome}`] : []));
  const effects: readonly Effect[] = ledger.effects();
  return { run: ledger.run(), effects, files: memory.files, facts, steps };
}
