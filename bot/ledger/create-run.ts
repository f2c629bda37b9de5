import { journalGenesis } from "#agents-schema/journal-hash.ts";
import type { NewRun } from "../ports.ts";
import { recordEntry } from "./record-entry.ts";
import { RunDoc } from "./run-row.ts";
import type { Database } from "./sql.ts";

/** Writes a queued run and the first entry of its journal; `false` when its id is known already. */
export async function createRun(database: Database, run: NewRun): Promise<boolean> {
  const doing = `creating run ${run.id}`;
  const journalHead = journalGenesis(run.id);
  return database.transaction(doing, async (sql) => {
    const [created] = await sql.query<{ created_at: Date }>(
      doing,
      `insert into buster.run (id, doc, repository, number, concurrency_key, state, reason, places,
         cost_usd, cost_input_tokens, cost_output_tokens, cost_turns, stop_requested_by, journal_head)
       values ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (id) do nothing returning created_at`,
      [
        run.id,
        JSON.stringify(RunDoc.parse(run)),
        run.repository.fullName,
        run.pullRequest?.number,
        run.concurrencyKey,
        run.reason,
        JSON.stringify(run.places),
        run.cost.usd,
        run.cost.inputTokens,
        run.cost.outputTokens,
        run.cost.turns,
        run.stopRequestedBy === null ? null : JSON.stringify(run.stopRequestedBy),
        journalHead,
      ],
    );
    if (created === undefined) return false;

    const at = created.created_at.toISOString();
    await recordEntry(
      sql,
      { id: run.id, version: 0, journalHead, at },
      {
        kind: "run.created",
        agent: run.agent.name,
        because: run.because,
        by: run.requestedBy,
      },
    );
    return true;
  });
}
