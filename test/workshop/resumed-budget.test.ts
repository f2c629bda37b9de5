import { expect, test } from "vitest";
import { doRun } from "#runner/run/do-run.ts";
import { aRun } from "./a-run.ts";
import { aWorkshopOf } from "./a-workshop.ts";
import { createMemoryLedger } from "./memory-ledger.ts";

const most = { usd: 3, inputTokens: 100, outputTokens: 10, turns: 1 };
const file = `name: helper
triggers: [{type: pull_request}]
limits: {max_cost_usd: 5}
prompt: Read.
`;

test("a turn that was lost in a crash counts in the budget of whoever goes on", async () => {
  const ledger = createMemoryLedger(aRun({ file }));
  let turns = 0;
  const workshop = aWorkshopOf(
    ledger,
    async () => {
      turns++;
      // Paid for, and then the process dies before the turn is in the journal.
      if (turns === 1) ledger.dieAfter(0);
      const input = { path: "README.md", offset: turns };
      return {
        model: "scripted",
        blocks: [{ kind: "tool_call", id: `c${turns}`, tool: "read", input }],
        stop: "tools",
        cost: most,
      };
    },
    most,
  );

  await expect(doRun(workshop, "run-1")).rejects.toThrow("the plug was pulled");
  ledger.revive();
  await doRun(workshop, "run-1");

  expect(turns).toBe(2);
  expect(ledger.run()).toMatchObject({
    state: "failed",
    reason: "BUDGET_RUN: the budget is used up: $6.00 of $5.00",
    cost: { usd: 6 },
  });
});
