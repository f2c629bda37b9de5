import type { Clock, Lease, Ledger, Log } from "../ports.ts";

/** A stop is heard within this time; what is left of a person's 5 s is for the sandbox to end. In milliseconds. */
const listenMs = 1_000;

/** Why a run must stop in the middle. `lost`: somebody else has it now, so nothing more may be written. */
export class Interrupted extends Error {
  readonly why: "stop" | "lost" | "time";

  constructor(why: Interrupted["why"]) {
    super(`interrupted: ${why}`);
    this.name = "Interrupted";
    this.why = why;
  }
}

/**
 * Keeps the lease alive and listens for a stop, until closed. The signal aborts with an Interrupted
 * when a person stops the run, somebody else took it over, or the deadline has passed.
 */
export function keepWatch(
  house: { ledger: Ledger; clock: Clock; log: Log; leaseMs: number },
  lease: Lease,
  deadline: Date,
): { signal: AbortSignal; close(): void } {
  const { clock, log, leaseMs } = house;
  const interruption = new AbortController();
  const closing = new AbortController();
  const over = AbortSignal.any([interruption.signal, closing.signal]);

  const beat = async () => {
    let heldUntil = clock.now().getTime() + leaseMs;
    while (!over.aborted) {
      await clock.sleep(Math.min(listenMs, leaseMs / 3), over);
      if (over.aborted) return;
      try {
        const answer = await house.ledger.heartbeat(lease, leaseMs);
        if (answer !== "held") return interruption.abort(new Interrupted(answer));
        heldUntil = clock.now().getTime() + leaseMs;
      } catch (cause) {
        log.warn({ runId: lease.runId, err: cause }, "heartbeat not written");
        if (clock.now().getTime() >= heldUntil) return interruption.abort(new Interrupted("lost"));
      }
    }
  };
  const wait = async () => {
    await clock.sleep(Math.max(0, deadline.getTime() - clock.now().getTime()), over);
    if (!over.aborted) interruption.abort(new Interrupted("time"));
  };
  void beat();
  void wait();

  return { signal: interruption.signal, close: () => closing.abort() };
}
