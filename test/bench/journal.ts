import { randomUUID } from "node:crypto";
import { openLedger } from "../../bot/ledger/open-ledger.ts";
import { aNewRun, anEffect } from "../contracts/ledger-builders.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

/*
 * What the journal and the outbox cost an agent's step on a Postgres that waits for its disk. A step is one call
 * to the model with one tool: what it may cost is reserved, the turn is written with its cost, then the result.
 * The effect of a run is proposed, approved, begun and confirmed. Fails above 5 ms in the median of the steps.
 */

const steps = 300;
const limitMs = 5;

const postgres = await startPostgres({ fsync: true });
if (postgres === undefined) {
  console.log("journal: Postgres is not installed here");
  process.exit(3);
}
const ledger = await openLedger({ url: postgres.url, log: silentLog });
const run = aNewRun({ id: `run-${randomUUID()}` });
await ledger.runs.create(run);
const lease = await ledger.workshop.acquire(run.id, 60_000);
if (lease === undefined) throw new Error("the run is somebody else's");
await ledger.workshop.move(lease, "preparing", null);
await ledger.workshop.move(lease, "running", null);

const cost = { usd: 0.01, inputTokens: 8_000, outputTokens: 400, turns: 1 };
const text = "select order_id, customer_id, amount from {{ ref('stg_orders') }}\n".repeat(60);
const stepMs: number[] = [];
for (let turn = 1; turn <= steps; turn++) {
  const began = performance.now();
  await ledger.workshop.reserve(lease, cost);
  const input = { path: `models/marts/model_${turn}.sql` };
  const blocks = [{ kind: "tool_call" as const, id: `c${turn}`, tool: "read", input }];
  const model = { model: "m", blocks, stop: "tools" as const, cost };
  await ledger.workshop.append(lease, { kind: "model.turn", turn, ...model }, cost);
  const said = { outcome: "ok" as const, text, step: "Reading", ms: 1 };
  const result = { kind: "tool.result" as const, turn, callId: `c${turn}`, tool: "read", ...said };
  await ledger.workshop.append(lease, result);
  stepMs.push(performance.now() - began);
}
await ledger.workshop.move(lease, "applying", null);
await ledger.outbox.hold(run.id, "bench", 60_000);

const effectMs: number[] = [];
const receipt = { externalId: "1", url: null, at: new Date().toISOString() };
for (let seq = 0; seq < steps / 3; seq++) {
  const id = `${run.id}-e${seq}`;
  const began = performance.now();
  await ledger.outbox.propose(anEffect(run.id, { id, seq }));
  await ledger.outbox.move(id, "proposed", "approved", {});
  await ledger.outbox.move(id, "approved", "sending", { holder: "bench" });
  await ledger.outbox.move(id, "sending", "confirmed", { receipt, holder: "bench" });
  effectMs.push(performance.now() - began);
}
await ledger.close();
await postgres.stop();

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const show = (values: readonly number[]) =>
  `median ${at(values, 0.5).toFixed(2)} ms, p99 ${at(values, 0.99).toFixed(2)} ms`;
console.log(`journal, one step (${steps}, fsync on): ${show(stepMs)}; limit ${limitMs} ms median`);
console.log(`outbox, one effect from proposal to receipt: ${show(effectMs)}`);
process.exitCode = at(stepMs, 0.5) <= limitMs ? 0 : 1;
