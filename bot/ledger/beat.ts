import { writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";

/** The thread of `createHeart`: renews the leases that it is told of, until it is told to let go. */

export interface Beat {
  runId: string;
  owner: string;
  epoch: number;
  leaseMs: number;
}

export type HeartOrder = { kind: "keep"; beat: Beat } | { kind: "let_go"; runId: string };

/** Between two looks, in milliseconds. A lease is renewed at least four times before it ends. */
const lookMs = 1_000;

const kept = new Map<string, Beat & { dueAt: number }>();
const { url, moved, stuckMs }: { url: string; moved: Int32Array; stuckMs: number } = workerData;

parentPort?.on("message", (order: HeartOrder) => {
  if (order.kind === "let_go") kept.delete(order.runId);
  else kept.set(order.beat.runId, { ...order.beat, dueAt: dueAfter(order.beat) });
});

let client: pg.Client | undefined;
let seen = -1;
let looksWithoutMove = 0;

for (;;) {
  await wait(lookMs);
  endIfStuck();
  const due = [...kept.values()].filter(({ dueAt }) => dueAt <= performance.now());
  if (due.length > 0) await renew(due);
}

function dueAfter({ leaseMs }: Beat): number {
  return performance.now() + leaseMs / 4;
}

/** Looks are counted, not time: a process that was stopped as a whole and goes on is not stuck. */
function endIfStuck(): void {
  const now = Atomics.load(moved, 0);
  looksWithoutMove = now === seen ? looksWithoutMove + 1 : 0;
  seen = now;
  if (looksWithoutMove * lookMs < stuckMs) return;
  writeSync(2, `the main thread has been stuck for ${stuckMs / 1000} s: ending this process\n`);
  process.kill(process.pid, "SIGKILL");
}

async function renew(due: readonly Beat[]): Promise<void> {
  try {
    client ??= await connect();
    await client.query(
      `update buster.run
       set lease_expires_at = clock_timestamp() + kept.lease_ms * interval '1 millisecond'
       from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as kept (id, owner, epoch, lease_ms)
       where run.id = kept.id and lease_owner = kept.owner and lease_epoch = kept.epoch`,
      [
        due.map(({ runId }) => runId),
        due.map(({ owner }) => owner),
        due.map(({ epoch }) => epoch),
        due.map(({ leaseMs }) => leaseMs),
      ],
    );
    for (const beat of due) {
      const own = kept.get(beat.runId);
      if (own?.epoch === beat.epoch) own.dueAt = dueAfter(beat);
    }
  } catch {
    // The next look tries again; the main thread beats too, and tells what is wrong.
    const broken = client;
    client = undefined;
    await broken?.end().catch(() => undefined); // It is broken already.
  }
}

async function connect(): Promise<pg.Client> {
  const made = new pg.Client({
    connectionString: url,
    application_name: "buster-heartbeat",
    connectionTimeoutMillis: 3_000,
    query_timeout: 5_000,
  });
  // A broken session shows at the next query.
  made.on("error", () => undefined);
  await made.connect();
  return made;
}
