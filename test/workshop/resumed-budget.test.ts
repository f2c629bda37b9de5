import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ModelTurn } from "#runner/ports.ts";
import { doRun } from "#runner/run/do-run.ts";
import type { Workshop } from "#runner/run/workshop.ts";
import { aRun } from "./a-run.ts";
import { createFastClock } from "./fast-clock.ts";
import { createMemoryHands } from "./memory-hands.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { createMemoryRepository } from "./memory-repository.ts";
import { plainSupplies } from "./plain-supplies.ts";
import { silentLog } from "./silent-log.ts";

const files = { "README.md": "shop\n" };
const file = `name: helper
triggers: [{type: pull_request}]
limits: {max_cost_usd: 5}
prompt: Read.
`;

function aWorkshop(ledger: ReturnType<typeof createMemoryLedger>, turn: () => ModelTurn): Workshop {
  return {
    ledger: ledger.ledger,
    effects: ledger.gate,
    supplies: {
      ...plainSupplies(),
      repository: async () => createMemoryRepository({ base: files, head: files }),
      warehouse: async () => undefined,
      model: async () => ({
        name: "scripted",
        ceiling: () => ({ usd: 3, inputTokens: 100, outputTokens: 10, turns: 1 }),
        turn: async () => turn(),
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
      create: () => mkdtemp(join(tmpdir(), "budget-")),
      remove: (directory) => rm(directory, { recursive: true }),
    },
    leaseMs: 30_000,
  };
}

test("a turn that was lost in a crash counts in the budget of whoever goes on", async () => {
  const ledger = createMemoryLedger(aRun({ file }));
  let turns = 0;
  const workshop = aWorkshop(ledger, () => {
    turns++;
    // Paid for, and then the process dies before the turn is in the journal.
    if (turns === 1) ledger.dieAfter(0);
    const input = { path: "README.md", offset: turns };
    return {
      model: "scripted",
      blocks: [{ kind: "tool_call", id: `c${turns}`, tool: "read", input }],
      stop: "tools",
      cost: { usd: 3, inputTokens: 100, outputTokens: 10, turns: 1 },
    };
  });

  await expect(doRun(workshop, "run-1")).rejects.toThrow("the plug was pulled");
  ledger.revive();
  await doRun(workshop, "run-1");

  expect(turns).toBe(2);
  expect(ledger.run()).toMatchObject({
    state: "failed",
    reason: "the budget is used up: $6.00 of $5.00",
    cost: { usd: 6 },
  });
});
