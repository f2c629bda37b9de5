import { afterAll, beforeAll, expect, test } from "vitest";
import { runStop } from "#bot/cli/stop-command.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aTerminal } from "./a-terminal.ts";

let ledger: OpenLedger;
beforeAll(async () => {
  ledger = await openLedger({ url: "pglite:memory", log: silentLog });
});
afterAll(() => ledger.close());

const mia = { kind: "local" as const, name: "mia" };

async function stop(id: string) {
  const terminal = aTerminal();
  const code = await runStop(id, mia, terminal, async () => ({ ...ledger, close: async () => {} }));
  return { code, ...terminal.written() };
}

test("a run that another process works on is stopped, and its runner hears of it", async () => {
  const run = aNewRun();
  await ledger.runs.create(run);
  const lease = await ledger.workshop.acquire(run.id, 60_000);
  if (lease === undefined) throw new Error("nobody else has the run");

  const { code, out } = await stop(run.id);

  expect(code).toBe(0);
  expect(out).toContain(`stopped helper (${run.id})`);
  expect(await ledger.workshop.heartbeat(lease, 60_000)).toBe("stop");
  expect(await ledger.runs.load(run.id)).toMatchObject({
    state: "cancelled",
    reason: "stopped by mia",
  });
});

test("a run that is over is not stopped again", async () => {
  const run = aNewRun();
  await ledger.runs.create(run);
  await stop(run.id);

  const { code, err } = await stop(run.id);

  expect(code).toBe(1);
  expect(err).toContain("is over already: cancelled");
});

test("a run that nobody knows is said to be unknown", async () => {
  const { code, err } = await stop("run-nobody-knows");

  expect(code).toBe(3);
  expect(err).toContain("no run, or more than one, begins with run-nobody-knows");
});
