import { addCost } from "#agents-schema/add-cost.ts";
import { digest } from "#agents-schema/digest.ts";
import type { Effect } from "#agents-schema/effect.ts";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import { type Cost, isRunMove, type Run, type RunState } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { type Effects, type Lease, type Ledger, WorldFailure } from "#runner/ports.ts";

/** One run's ledger in memory, with a gate that judges as told, and a plug that can be pulled. */
export function createMemoryLedger(first: Run) {
  let run = first;
  let epoch = 0;
  let isHeld = false;
  let left = Number.POSITIVE_INFINITY;
  let stop = false;
  let reserved: Cost | null = null;
  const rows: JournalRow[] = [];
  const effects = new Map<string, Effect>();
  let judge: (effect: Effect) => Verdict = () => ({ kind: "ask", reason: "a person decides" });

  const write = (entry: JournalEntry) => {
    const seq = rows.length + 1;
    rows.push({
      runId: run.id,
      seq,
      at: new Date().toISOString(),
      entry,
      prev: "",
      hash: `${seq}`,
    });
  };
  const check = (lease: Lease) => {
    if (lease.epoch !== epoch) throw new WorldFailure("store-unavailable", "appending: not yours");
    if (left-- <= 0) throw new WorldFailure("store-unavailable", "appending: the plug was pulled");
  };
  write({ kind: "run.created", agent: run.agent.name, because: run.because, by: run.requestedBy });

  const ledger: Ledger = {
    load: async () => run,
    acquire: async (runId) => {
      const mayBeWorkedOn = ["queued", "preparing", "running"].includes(run.state);
      if (isHeld || !mayBeWorkedOn) return undefined;
      isHeld = true;
      if (reserved !== null) run = { ...run, cost: addCost(run.cost, reserved) };
      reserved = null;
      return { runId, owner: "test", epoch: ++epoch };
    },
    heartbeat: async (lease) => {
      if (lease.epoch !== epoch) return "lost";
      return stop ? "stop" : "held";
    },
    release: async (lease) => {
      if (lease.epoch === epoch) isHeld = false;
    },
    read: async () => [...rows],
    append: async (lease, entry, cost) => {
      check(lease);
      write(entry);
      if (cost === undefined) return;
      run = { ...run, cost: addCost(run.cost, cost) };
      reserved = null;
    },
    reserve: async (lease, cost) => {
      check(lease);
      reserved = cost;
    },
    move: async (lease, to, reason) => {
      check(lease);
      if (!isRunMove(run.state, to)) throw new Error(`illegal move: ${run.state} → ${to}`);
      write({ kind: "run.moved", from: run.state, to, reason });
      run = { ...run, state: to, reason };
    },
    spend: async (_lease, cost) => {
      run = { ...run, cost: addCost(run.cost, cost) };
    },
  };
  const gate: Effects = {
    propose: async (lease, seq, effect) => {
      check(lease);
      const effectId = `${run.id}-e${seq}`;
      const verdict = judge(effect);
      if (!effects.has(effectId)) {
        write({
          kind: "effect.proposed",
          effectId,
          effect: effect.kind,
          digest: digest(effect),
          verdict,
        });
      }
      effects.set(effectId, effect);
      return { id: effectId, verdict };
    },
  };

  return {
    ledger,
    gate,
    run: () => run,
    entries: () => rows.map(({ entry }) => entry),
    effects: () => [...effects.values()],
    judgeWith: (rule: typeof judge) => {
      judge = rule;
    },
    /** The process dies at the given write from now on. */
    dieAfter: (writes: number) => {
      left = writes;
    },
    /** The lease of a dead worker runs out; the run may be taken up again. */
    revive: () => {
      left = Number.POSITIVE_INFINITY;
      isHeld = false;
    },
    askToStop: () => {
      stop = true;
      run = { ...run, stopRequestedBy: { kind: "local", name: "mia" } };
    },
    takeOver: () => {
      epoch++;
    },
    append: write,
    setState: (state: RunState) => {
      run = { ...run, state };
    },
  };
}
