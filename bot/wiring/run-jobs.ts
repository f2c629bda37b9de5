import type { Log } from "#runner/ports.ts";
import { doRun } from "#runner/run/do-run.ts";
import type { Workshop } from "#runner/run/workshop.ts";
import type { House } from "../flow/house.ts";
import { settleRun } from "../flow/settle-run.ts";

/** Runs whose effects are carried out at once. */
const settling = 4;

/**
 * Takes jobs from the queue until it is closed. The workshop is put together when the first run comes; a
 * try that fails (no sandbox) is made again with the next run.
 */
export async function runJobs(
  house: House,
  createWorkshop: () => Promise<Workshop>,
  concurrency: number,
  log: Log,
): Promise<void> {
  let workshop: Promise<Workshop> | undefined;
  const open = () => {
    workshop ??= createWorkshop().catch((cause) => {
      workshop = undefined;
      throw cause;
    });
    return workshop;
  };

  await house.queue.work("run", concurrency, async (runId) => {
    let ready: Workshop;
    try {
      ready = await open();
    } catch (cause) {
      log.error({ runId, err: cause }, "no workshop for the run");
      const reason = cause instanceof Error ? cause.message : "there is no workshop";
      await house.runs.move(runId, ["queued"], "failed", reason);
      return;
    }
    await doRun(ready, runId);
    await house.queue.add({ kind: "settle", runId });
  });
  await house.queue.work("settle", settling, (runId) => settleRun(house, runId));
}
