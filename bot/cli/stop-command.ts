import type { Actor } from "#agents-schema/actor.ts";
import { isTerminal } from "#agents-schema/run.ts";
import { stopRuns } from "../flow/stop-runs.ts";
import type { OpenLedger } from "../ledger/open-ledger.ts";
import { plain } from "./plain.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `buster stop`: stops one run, whichever process works on it: its runner hears of it through the ledger. May be
 * used by whoever can open the ledger. `runId` may be the beginning of an id, as far as only one run begins so.
 *
 * Exit code: 0 it is stopped, 1 it is over or is being carried out, 3 there is no such run or no ledger.
 */
export async function runStop(
  runId: string,
  by: Actor,
  terminal: Terminal,
  open: () => Promise<Pick<OpenLedger, "runs" | "outbox" | "approvals" | "close">>,
): Promise<number> {
  const ledger = await open().catch((cause: unknown) => {
    terminal.err(`stop: ${plain(cause instanceof Error ? cause.message : String(cause))}`);
    return undefined;
  });
  if (ledger === undefined) return 3;
  try {
    const run = await ledger.runs.find(runId);
    if (run === undefined) {
      terminal.err(`stop: no run, or more than one, begins with ${plain(runId)}`);
      return 3;
    }
    const [stopped] = await stopRuns(ledger, [run], by);
    if (stopped !== undefined) {
      terminal.out(`stopped ${plain(run.agent.name)} (${run.id})`);
      return 0;
    }
    const now = (await ledger.runs.load(run.id)) ?? run;
    terminal.err(
      isTerminal(now.state)
        ? `stop: ${run.id} is over already: ${now.state}`
        : `stop: ${run.id} is being carried out: what was approved is not stopped halfway`,
    );
    return 1;
  } finally {
    await ledger.close();
  }
}
