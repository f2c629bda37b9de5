import { actorName } from "#agents-schema/actor.ts";
import { isTerminal, type Run, type RunState } from "#agents-schema/run.ts";
import type { Lease } from "../ports.ts";
import { conclude } from "./conclude.ts";
import { Interrupted, keepWatch } from "./keep-watch.ts";
import { startedAt } from "./started-at.ts";
import { work } from "./work.ts";
import type { Workshop } from "./workshop.ts";
import { worldFailureOf } from "./world-failure-of.ts";

/** Longest sentence that is kept of a failure, in characters. */
const maxReason = 500;

const drained = "its runner is shutting down; another one goes on";

/** What became of a try. `given_back`: the run waits for another runner. */
export type TryEnd = "done" | "given_back";

/**
 * Works on one run until it has nothing more to do for it. Afterwards the run has ended, or waits for
 * an approval, or for its effects to be carried out; or another worker has it. Safe to call at any
 * time and any number of times. Rejects only when the store is gone: then it should be called again. When
 * `drain` aborts, the run is given back as its journal has it.
 */
export async function doRun(
  house: Workshop,
  runId: string,
  drain: AbortSignal = new AbortController().signal,
): Promise<TryEnd> {
  if (drain.aborted) return "given_back";
  const lease = await house.ledger.acquire(runId, house.leaseMs);
  if (lease === undefined) return "done";
  try {
    const run = await house.ledger.load(runId);
    if (run === undefined || isTerminal(run.state)) return "done";
    return await workOn(house, lease, run, drain);
  } finally {
    await house.ledger.release(lease).catch((cause) => {
      // It runs out by itself; what the run needs is written already.
      house.log.warn({ runId, err: cause }, "lease not given back");
    });
  }
}

async function workOn(
  house: Workshop,
  lease: Lease,
  run: Run,
  drain: AbortSignal,
): Promise<TryEnd> {
  const { ledger, clock } = house;
  if (run.state === "queued") await ledger.move(lease, "preparing", null);
  const rows = await ledger.read(run.id);
  const began = startedAt(rows) ?? clock.now();
  const deadline = new Date(began.getTime() + run.agent.limits.timeoutSeconds * 1000);
  const watch = keepWatch(house, lease, deadline);
  try {
    const { to, reason } = await work(house, {
      lease,
      run,
      rows,
      startedAt: began,
      signal: AbortSignal.any([watch.signal, drain]),
    });
    await ledger.move(lease, to, reason);
    return "done";
  } catch (cause) {
    if (drain.aborted && !watch.signal.aborted) return await giveBack(house, lease);
    await endBadly(house, lease, watch.signal.aborted ? watch.signal.reason : cause);
    return "done";
  } finally {
    watch.close();
  }
}

/** What is journaled is kept; the rest is done again elsewhere. */
async function giveBack({ ledger }: Workshop, lease: Lease): Promise<TryEnd> {
  const run = await ledger.load(lease.runId);
  if (run === undefined || (run.state !== "preparing" && run.state !== "running")) return "done";
  await ledger.move(lease, "queued", drained);
  return "given_back";
}

async function endBadly(house: Workshop, lease: Lease, cause: unknown): Promise<void> {
  const { ledger, log } = house;
  const { runId } = lease;
  if (cause instanceof Interrupted && cause.why === "lost") {
    log.warn({ runId }, "run taken over by another worker");
    return;
  }
  const run = await ledger.load(runId);
  // A person's stop moves the run itself; then nothing is left to say.
  if (run === undefined || (run.state !== "preparing" && run.state !== "running")) return;

  const failure = worldFailureOf(cause);
  if (failure?.code === "store-unavailable") throw cause;
  const { to, reason } = await verdictOn(house, run, cause);
  if (failure === undefined && !(cause instanceof Interrupted)) {
    log.error({ runId, err: cause }, "run ended by our own mistake");
  }
  await ledger.move(lease, to, reason);
}

async function verdictOn(
  { ledger }: Workshop,
  run: Run,
  cause: unknown,
): Promise<{ to: RunState; reason: string | null }> {
  if (cause instanceof Interrupted) {
    if (cause.why === "stop") {
      const by = run.stopRequestedBy;
      return { to: "cancelled", reason: by === null ? "stopped" : `stopped by ${actorName(by)}` };
    }
    const reason = `the time is used up: ${run.agent.limits.timeoutSeconds} seconds`;
    if (run.state === "preparing") return { to: "timed_out", reason };
    const entries = (await ledger.read(run.id)).map(({ entry }) => entry);
    return conclude(entries, { kind: "out_of_time", reason });
  }
  const failure = worldFailureOf(cause);
  if (failure !== undefined) return { to: "failed", reason: failure.message.slice(0, maxReason) };
  return { to: "failed", reason: "something went wrong inside Buster; its log says what" };
}
