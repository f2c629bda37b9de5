import { z } from "zod";
import { JournalEntry, type JournalRow } from "#agents-schema/journal.ts";
import type { Sql } from "./sql.ts";

/** Checked, but not changed: the hash covers also the keys that this version does not know. */
const Body = z.object({
  at: z.string(),
  entry: z.custom<JournalEntry>((value) => JournalEntry.safeParse(value).success),
});

/** A run's journal in order. Throws when an entry can no longer be read. */
export async function readJournal(sql: Sql, runId: string): Promise<readonly JournalRow[]> {
  const rows = await sql.query<{ seq: number; body: string; prev: string; hash: string }>(
    `reading the journal of run ${runId}`,
    "select seq, body, prev, hash from buster.journal where run_id = $1 order by seq",
    [runId],
  );
  return rows.map(({ seq, body, prev, hash }) => ({
    runId,
    seq,
    ...parseBody(runId, seq, body),
    prev,
    hash,
  }));
}

function parseBody(runId: string, seq: number, body: string): z.infer<typeof Body> {
  try {
    return Body.parse(JSON.parse(body));
  } catch (cause) {
    throw new Error(`entry ${seq} in the journal of run ${runId} cannot be read`, { cause });
  }
}
