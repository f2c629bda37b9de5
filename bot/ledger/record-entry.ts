import { canonicalJson } from "#agents-schema/canonical-json.ts";
import type { JournalEntry } from "#agents-schema/journal.ts";
import { journalHash } from "#agents-schema/journal-hash.ts";
import { journalFormat } from "./journal-format.ts";
import type { LockedRun } from "./lock-run.ts";
import type { Sql } from "./sql.ts";

/**
 * Writes the next entry of a locked run's journal and moves the run's head to it. Once for each lock:
 * a transaction changes one thing and says which.
 */
export async function recordEntry(
  sql: Sql,
  run: Pick<LockedRun, "id" | "version" | "journalHead" | "at">,
  entry: JournalEntry,
): Promise<void> {
  const { id, at, journalHead: prev } = run;
  const seq = run.version + 1;
  const hash = journalHash({ seq, prev, at, entry });
  await sql.query(
    `writing the journal of run ${id}`,
    `with written as (
       insert into buster.journal (run_id, seq, body, prev, hash) values ($1, $2, $3, $4, $5)
     )
     update buster.run set version = $2, journal_head = $5, updated_at = clock_timestamp(),
       format = greatest(format, $6)
     where id = $1`,
    [id, seq, canonicalJson({ at, entry }), prev, hash, journalFormat],
  );
  // The time in it is the database's own, so nobody else writes this very hash.
  sql.provenBy?.("select 1 from buster.journal where run_id = $1 and seq = $2 and hash = $3", [
    id,
    seq,
    hash,
  ]);
}
