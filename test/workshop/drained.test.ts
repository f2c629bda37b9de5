import { expect, test } from "vitest";
import type { ModelTurn } from "#runner/ports.ts";
import { doRun } from "#runner/run/do-run.ts";
import { aRun } from "./a-run.ts";
import { aWorkshopOf } from "./a-workshop.ts";
import { createMemoryLedger } from "./memory-ledger.ts";

const file = "name: helper\ntriggers: [{type: pull_request}]\nprompt: Read.\n";
const cost = { usd: 1, inputTokens: 100, outputTokens: 10, turns: 1 };
const read: ModelTurn = {
  ...{ model: "scripted", stop: "tools", cost },
  blocks: [{ kind: "tool_call", id: "c1", tool: "read", input: { path: "README.md" } }],
};
const done: ModelTurn = {
  ...{ model: "scripted", stop: "end", cost },
  blocks: [{ kind: "text", text: "done" }],
};

test("a runner that is shut down gives its run back, and another one goes on where it was", async () => {
  const ledger = createMemoryLedger(aRun({ file }));
  const drain = new AbortController();
  let asked = 0;
  const slow = aWorkshopOf(ledger, async ({ signal, onLost }) => {
    if (++asked === 1) return read;
    drain.abort();
    signal.throwIfAborted();
    onLost?.(cost);
    return done;
  });

  const first = await doRun(slow, "run-1", drain.signal);
  const between = ledger.run().state;
  const second = await doRun(
    aWorkshopOf(ledger, async () => done),
    "run-1",
  );

  expect([first, between, second]).toEqual(["given_back", "queued", "done"]);
  expect(ledger.run()).toMatchObject({ state: "succeeded" });
  const kinds = ledger.entries().map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "model.turn")).toHaveLength(2);
  expect(kinds.filter((kind) => kind === "tool.result")).toHaveLength(1);
});

test("a runner that is shutting down begins nothing", async () => {
  const ledger = createMemoryLedger(aRun({ file }));
  const workshop = aWorkshopOf(ledger, async () => done);

  expect(await doRun(workshop, "run-1", AbortSignal.abort())).toBe("given_back");
  expect(ledger.entries()).toHaveLength(1);
});

test("what a broken answer cost is counted when the run is given back", async () => {
  const ledger = createMemoryLedger(aRun({ file }));
  const drain = new AbortController();
  const workshop = aWorkshopOf(ledger, async ({ onLost }) => {
    onLost?.(cost);
    drain.abort();
    throw new Error("the stream was cut");
  });

  await doRun(workshop, "run-1", drain.signal);

  expect(ledger.run()).toMatchObject({ state: "queued", cost });
});
